/**
 * `node --import …/register.ts out/main/electron.js`: the entry of the stand-in. It answers `electron`, lets the test
 * in, and ends with the test's process, whatever becomes of that.
 */
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const electron = new URL('./electron.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      specifier === 'electron' || specifier === 'electron/main'
        ? { url: electron, format: 'module', shortCircuit: true }
        : nextResolve(specifier, context),
  });
  const { becomeElectron } = await import('./versions.ts');
  const { readHostEnvironment } = await import('./environment.ts');
  becomeElectron(readHostEnvironment().platform);
  const { serveTest } = await import('./serve-test.ts');
  await serveTest();
  // The bench measures from here: what was before is not the app's.
  performance.mark('electron-host: the app starts');
}
