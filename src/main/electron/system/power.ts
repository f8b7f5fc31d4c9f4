import { powerMonitor, powerSaveBlocker } from 'electron';
import { isRunning } from '../../../shared/session/running.ts';
import type { Status } from '../../../shared/session/status.ts';
import type { Power } from '../../core/machine/machine.ts';

/** Keeps the machine awake while something is recorded or sent after a recording, and never longer. */
export function createWakefulness(): { follow(status: Status): void; end(): void } {
  let blocker: number | null = null;
  function end(): void {
    if (blocker !== null) powerSaveBlocker.stop(blocker);
    blocker = null;
  }
  return {
    follow(status) {
      if (!isRunning(status)) end();
      else blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    },
    end,
  };
}

/** Tells the core of sleep and of the screen, and the app of a shutdown, which it may hold up for a moment. */
export function followPower(power: Power, onShutdown: () => void): void {
  powerMonitor.on('suspend', () => power.happened('suspend'));
  powerMonitor.on('resume', () => power.happened('resume'));
  powerMonitor.on('lock-screen', () => power.happened('lock-screen'));
  powerMonitor.on('unlock-screen', () => power.happened('unlock-screen'));
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    // Linux and macOS wait for an app that asks them to.
    event?.preventDefault();
    power.happened('shutdown');
    onShutdown();
  });
}
