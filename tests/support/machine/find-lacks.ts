import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from '../../electron-host/driver/find-electron.ts';
import { chromiumPath } from '../chromium.ts';
import { pulseTools } from '../pulse.ts';
import { sharedData } from '../shared-data.ts';
import { speechTools } from '../speech.ts';
import { findMissingTools } from '../tools.ts';

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;

/** What tests may need of the machine, each with the sentence that says why it is not there, or `null`. */
const checks = {
  linux: () => (isLinux ? null : 'this is not Linux'),
  posix: () => (process.platform === 'win32' ? 'this is Windows' : null),
  root: () => (isLinux && isRoot ? null : 'only root may mount a disk'),
  notRoot: () => (isRoot ? 'root may write everywhere' : null),
  soundServer: () => (isLinux ? without('a sound server', pulseTools) : 'the tests play through PulseAudio'),
  pipeWire: () =>
    isLinux
      ? without('PipeWire', [
          'pipewire',
          'wireplumber',
          'pw-cli',
          'pw-cat',
          'pw-link',
          'pw-record',
          'pw-metadata',
        ])
      : 'PipeWire is a thing of Linux',
  pipeWirePulse: () => without("PulseAudio's part in PipeWire", ['pipewire-pulse', 'pactl', 'parec']),
  speech: () => without('spoken words', speechTools),
  recogniser: () => without('a recogniser', ['pocketsphinx_continuous']),
  sox: () => without('audio of any form', ['sox']),
  ffmpeg: () => without('sound of any form', ['ffmpeg']),
  openssl: () => without('certificates', ['openssl']),
  chromium: () =>
    existsSync(chromiumPath) ? null : `no Chromium at ${chromiumPath}: install it or set SCRUMBOT_CHROMIUM`,
  builtPage: () => {
    const page = join(import.meta.dirname, '../../../out/renderer/index.html');
    return existsSync(page) ? null : 'the page is not built: "npm run build" makes it';
  },
  standIn: () => (findElectron() === null ? null : 'Electron itself is here, and has no stand-in'),
  traces: () => (existsSync(sharedData.traces) ? null : `no ${sharedData.traces}`),
  field: () => (existsSync(sharedData.field) ? null : `no ${sharedData.field}`),
  whisperModel: () => (existsSync(sharedData.whisperModel) ? null : `no ${sharedData.whisperModel}`),
  monitorCases: () => (existsSync(sharedData.monitorCases) ? null : `no ${sharedData.monitorCases}`),
} satisfies Record<string, () => string | null | Promise<string | null>>;

export type Need = keyof typeof checks;
export type Lacks = Record<Need, string | null>;

/** Which needs this machine does not fulfil, and why. */
export async function findLacks(): Promise<Lacks> {
  const found = Object.entries(checks).map(async ([need, check]) => [need, await check()] as const);
  return Object.fromEntries(await Promise.all(found)) as Lacks;
}

async function without(what: string, tools: readonly string[]): Promise<string | null> {
  const missing = await findMissingTools(tools);
  return missing.length === 0 ? null : `${what} needs ${missing.join(', ')}`;
}
