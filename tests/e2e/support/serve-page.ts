import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { startUiServer, type UiServer } from '../../../src/main/headless/ui-server.ts';
import type { KeptAudio } from '../../../src/main/core/recording/recording.ts';
import { buildWavHeader } from '../../../src/shared/sound/wav.ts';
import type { FakeCore } from './fake-core.ts';
import { removeFolder } from '../../support/remove-folder.ts';

const uiFolder = fileURLToPath(new URL('../../../out/renderer', import.meta.url));

export type ServedPage = UiServer & {
  /** Failures that were nobody's expected ones. */
  defects: unknown[];
};

/** The headless host's own server with the built page, over any core. */
export async function servePage(core: Pick<FakeCore, 'handlers' | 'topics'>, port = 0): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-ui-'));
  const defects: unknown[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => defects.push(line) });
  const server = await startUiServer({
    port,
    uiFolder,
    core: { ...core, openAudio: () => Promise.resolve(silence(754)) },
    tokenFile: join(folder, 'ui-token'),
    accessFile: join(folder, 'ui-access.json'),
    log,
  });
  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    await server.stop();
    await removeFolder(folder);
  }
  // A test that lets the app go away does not stop it again when it is over.
  return { ...server, defects, stop: () => (stopped ??= stop()) };
}

/** So many seconds of zeros, made as they are read. */
function silence(seconds: number): KeptAudio {
  const dataBytes = seconds * 32_000;
  const bytes = dataBytes + 44;
  return {
    bytes,
    async *read(from, until) {
      if (from < 44) yield buildWavHeader(dataBytes).subarray(from, Math.min(44, until));
      for (let at = Math.max(44, from); at < until; at += 64_000) {
        await Promise.resolve();
        yield new Uint8Array(Math.min(64_000, until - at));
      }
    },
  };
}
