// `npm start`: the tray app where Electron is or can be fetched; otherwise the headless host, with its UI in a browser.
import { buildWhenStale } from './support/build-when-stale.mjs';
import { isReady } from './support/readiness.mjs';

if (isReady() && buildWhenStale()) {
  const words = process.argv.slice(2);
  const { planStart } = await import('./support/plan-start.mjs');
  const plan = planStart(words);
  const { findDesktop } = await import('./support/find-desktop.mjs');
  const desktop = plan.headless ? null : await findDesktop();
  if (desktop !== null && 'binary' in desktop) {
    const { runElectron } = await import('./support/run-electron.mjs');
    process.exitCode = await runElectron(desktop.binary, plan.words);
  } else {
    if (desktop !== null) console.error(`No tray app here: ${desktop.reason}. Running headless instead.`);
    process.argv.splice(2, process.argv.length, 'run', ...plan.words);
    await import(new URL('../out/main/cli.js', import.meta.url).href);
  }
}
