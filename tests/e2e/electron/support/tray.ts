import { readFile } from 'node:fs/promises';
import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import type { Settings } from '../../../../src/shared/settings/settings.ts';
import type { DesktopApp } from '../../../electron-host/driver/desktop-app.ts';
import { waitUntil } from '../../../support/wait-until.ts';

/** What the tray's menu offers at its first level. */
export async function trayLabels(app: DesktopApp): Promise<string[]> {
  return ((await app.tray())?.menu ?? []).map(({ label }) => label);
}

/** Waits until the tray's menu offers something. */
export function waitForTray(app: DesktopApp, label: string): Promise<void> {
  return waitUntil(async () => {
    const labels = await trayLabels(app);
    if (!labels.includes(label)) throw new Error(`No "${label}" in the tray: ${labels.join(' | ')}`);
  });
}

const sources: Record<string, string> = {
  'System audio': 'system',
  Microphone: 'microphone',
  'System + microphone': 'both',
};
const modes: Record<string, string> = { 'Stream to a target': 'stream', 'Record only': 'capture-only' };

/** What Record records from now on, chosen in the tray one after the other as a person does. */
export async function choose(
  app: DesktopApp,
  home: string,
  chosen: { source: string; mode: string },
): Promise<void> {
  const wanted = { source: sources[chosen.source], mode: modes[chosen.mode] };
  await waitUntil(
    async () => {
      const { record: now } = await readSettings(home);
      if (now?.source !== wanted.source) await app.clickTrayItem('Source', chosen.source);
      else if (now?.mode !== wanted.mode) await app.clickTrayItem('Mode', chosen.mode);
      deepStrictEqual({ ...(await readSettings(home)).record }, wanted);
    },
    { everyMs: 200 },
  );
}

/** Presses Record in the tray and waits until a second of sound is on disk. */
export async function record(app: DesktopApp): Promise<void> {
  await waitUntil(() => app.clickTrayItem('Record'));
  await waitForTray(app, 'Stop');
  await waitUntil(async () => {
    const toolTip = (await app.tray())?.toolTip ?? '';
    if (!/ (\d+:)?\d\d:(0[1-9]|[1-5]\d) /.test(toolTip)) throw new Error(`Nothing recorded yet: ${toolTip}`);
  });
}

/** Presses Stop and waits until the session has ended. */
export async function stop(app: DesktopApp): Promise<void> {
  await app.clickTrayItem('Stop');
  await waitForTray(app, 'Record');
}

export async function readSettings(home: string): Promise<Partial<Settings>> {
  return JSON.parse(
    await readFile(join(home, 'settings.json'), 'utf8').catch(() => '{}'),
  ) as Partial<Settings>;
}

/** What the app logged so far, one object a line; one that it just writes is not among them. */
export async function readLog(home: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(home, 'logs', 'scrumbot.log'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
