import { createBirpc } from 'birpc';
import type { HostFunctions } from '../control.ts';
import { installRecorder } from '../app-side/recorder.ts';

/** Lets the test run functions beside the app, as Playwright does in real Electron, and ends when the test is gone. */
export async function serveTest(): Promise<void> {
  const standIn = await import('./electron.ts');
  const electron = standIn as unknown as typeof Electron.CrossProcessExports;
  const { addresses } = standIn.standIn;
  installRecorder(electron);

  // Own group and all: the app's child processes must not outlive a test that was killed.
  process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
  createBirpc<object, HostFunctions>(
    {
      evaluate(source, argument) {
        // The function's text comes from the test, which is as trusted as this file.
        const run = (0, eval)(`(${source})`) as (
          electron: typeof Electron.CrossProcessExports,
          argument: unknown,
        ) => unknown;
        return Promise.try(() => run(electron, argument));
      },
      windowAddresses: () =>
        Promise.all(
          electron.BrowserWindow.getAllWindows()
            .map((window) => window.webContents.getURL().replace(/[?#].*$/, ''))
            .filter((url) => url !== '')
            .map((url) => addresses.toChromium(url)),
        ),
    },
    {
      post: (message) => void process.send?.(message),
      on: (listener) => process.on('message', listener),
    },
  );
}
