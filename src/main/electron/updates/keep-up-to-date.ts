import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { Core } from '../../core/core.ts';
import type { ServiceStack } from '../../core/lifecycle/lifecycle.ts';
import type { Logger } from '../../core/log/log.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { startUpdates, type UpdateQuestion } from './update-steps.ts';
import { say } from '../../../shared/words/all-words.ts';

/** Looks for updates while nothing is recorded or on its way to a target, and asks before each step. */
export function keepUpToDate(
  base: { clock: Clock; log: Logger; services: ServiceStack; inHome: (name: string) => string },
  core: Core,
  window: { visible(): BrowserWindow | null },
): void {
  const { clock, log, services, inHome } = base;

  async function ask(question: UpdateQuestion): Promise<boolean> {
    const box = boxOf(question);
    const shown = window.visible();
    const { response } = await (shown === null
      ? dialog.showMessageBox(box)
      : dialog.showMessageBox(shown, box));
    return response === 0;
  }

  services.add(
    'updates',
    startUpdates({
      isPackaged: app.isPackaged,
      resourcesPath: process.resourcesPath,
      publicKey: builtInKey(),
      platform: process.platform,
      arch: process.arch,
      memoryFile: inHome('updates.json'),
      clock,
      log,
      isBusy: () => core.sessions.isRunning() || core.delivery.isSending(),
      ask,
    }),
  );
}

/** The key that the packager named; it lies in the archive, which the fuses seal. */
function builtInKey(): string | null {
  const { updatesKey } = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')) as {
    updatesKey?: string;
  };
  return updatesKey ?? null;
}

function boxOf({ about, version }: UpdateQuestion): MessageBoxOptions {
  return {
    type: 'question',
    message: say(`update.${about}`, { version }),
    detail: say(`update.${about}.detail`),
    buttons: [say(`update.${about}.yes`), say('update.later')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  };
}
