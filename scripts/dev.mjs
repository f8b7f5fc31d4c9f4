// `npm run dev`: the page with hot reload, the main process started again when its source changes: in Electron where
// that is, otherwise as headless host.
import { buildWhenStale } from './support/build-when-stale.mjs';
import { isReady } from './support/readiness.mjs';

if (isReady() && buildWhenStale()) {
  const { planStart } = await import('./support/plan-start.mjs');
  const plan = planStart(process.argv.slice(2));
  const { findDesktop } = await import('./support/find-desktop.mjs');
  const desktop = plan.headless ? null : await findDesktop();
  if (desktop !== null && 'binary' in desktop) {
    const { runElectronForDevelopment } = await import('./support/run-electron.mjs');
    process.exitCode = await runElectronForDevelopment(desktop.binary, plan.words);
  } else {
    if (desktop !== null) console.error(`No tray app here: ${desktop.reason}. Running headless instead.`);
    const { runForDevelopment } = await import('./support/run-for-development.mjs');
    process.exitCode = await runForDevelopment();
  }
}
