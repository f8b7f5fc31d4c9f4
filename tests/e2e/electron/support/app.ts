import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { Settings } from '../../../../src/shared/settings.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../../src/shared/contract.ts';
import type { Wire } from '../../../../src/shared/wire.ts';
import type { DesktopApp, DesktopAppOptions } from '../../../electron-host/driver/desktop-app.ts';
import { startDesktopApp } from '../../../electron-host/driver/start-desktop-app.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import type { Desktop } from './desktop.ts';

// A start takes a second; a machine that does four things at once needs more.
const patience = { timeout: 20_000 };

export type StartedApp = { app: DesktopApp; home: string; labels: () => Promise<string[]> };

/** Starts the built app with a home folder of its own, and waits for its tray. */
export async function startApp(
  desktop: Pick<Desktop, 'chromium' | 'environment'>,
  options: Partial<DesktopAppOptions> & { home?: string } = {},
): Promise<StartedApp> {
  const home = options.home ?? join(await makeTemporaryFolder(), 'home');
  const app = await startDesktopApp({
    chromium: desktop.chromium,
    ...options,
    environment: { ...desktop.environment, ...options.environment },
    args: ['--home', home, ...(options.args ?? [])],
  });
  const labels = (): Promise<string[]> => trayLabels(app);
  if (options.desktop?.tray !== false)
    await vi.waitFor(async () => expect(await labels()).toContain('Record'), patience);
  return { app, home, labels };
}

/** What the tray's menu offers at its first level. */
export async function trayLabels(app: DesktopApp): Promise<string[]> {
  return ((await app.tray())?.menu ?? []).map(({ label }) => label);
}

/** What Record records from now on, chosen in the tray one after the other as a person does. */
export async function choose(
  { app, home }: Pick<StartedApp, 'app' | 'home'>,
  chosen: { source: string; mode: string },
): Promise<void> {
  const wanted = { source: sources[chosen.source], mode: modes[chosen.mode] };
  await vi.waitFor(
    async () => {
      const { record: now } = await readSettings(home);
      if (now?.source !== wanted.source) await app.clickTrayItem('Source', chosen.source);
      else if (now?.mode !== wanted.mode) await app.clickTrayItem('Mode', chosen.mode);
      expect((await readSettings(home)).record).toEqual(wanted);
    },
    { ...patience, interval: 200 },
  );
}

const sources: Record<string, string> = {
  'System sound': 'system',
  Microphone: 'microphone',
  'System + microphone': 'both',
};
const modes: Record<string, string> = { 'Stream to a target': 'stream', 'Keep here only': 'capture-only' };

/** Presses Record in the tray and waits until a second of sound is on disk. */
export async function record({ app, labels }: Pick<StartedApp, 'app' | 'labels'>): Promise<void> {
  await vi.waitFor(() => app.clickTrayItem('Record'), patience);
  await vi.waitFor(async () => expect(await labels()).toContain('Stop'), patience);
  await vi.waitFor(
    async () => expect((await app.tray())?.toolTip).toMatch(/ (\d+:)?\d\d:(0[1-9]|[1-5]\d) /),
    patience,
  );
}

/** Presses Stop and waits until the session has ended. */
export async function stop({ app, labels }: Pick<StartedApp, 'app' | 'labels'>): Promise<void> {
  await app.clickTrayItem('Stop');
  await vi.waitFor(async () => expect(await labels()).toContain('Record'), { timeout: 60_000 });
}

/** What the app logged so far, one object a line. */
export async function readLog(home: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(home, 'logs', 'scrumbot.log'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export async function readSettings(home: string): Promise<Partial<Settings>> {
  return JSON.parse(
    await readFile(join(home, 'settings.json'), 'utf8').catch(() => '{}'),
  ) as Partial<Settings>;
}

/** Asks the core through the wire of a window's page, as the page itself does. */
export async function ask<N extends CommandName>(
  page: Page,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  const answer = await page.evaluate(
    ([command, given]) =>
      new Promise<{ ok: boolean; value?: unknown; message?: string }>((resolve) => {
        const { scrumbot } = window as unknown as { scrumbot: Wire };
        const id = `spec-${Math.random()}`;
        const end = scrumbot.listen((message) => {
          const { i, r } = message as { i?: string; r?: { ok: boolean } };
          if (i !== id || r === undefined) return;
          end();
          resolve(r);
        });
        scrumbot.post({ t: 'q', i: id, m: 'call', a: [command, given] });
      }),
    [name, input] as const,
  );
  if (!answer.ok) throw new Error(answer.message);
  return answer.value as CommandOutput<N>;
}
