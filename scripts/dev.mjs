// `npm run dev`: the page with hot reload, the core from source and started again when it changes.
import { buildWhenStale } from './support/build-when-stale.mjs';
import { isReady } from './support/readiness.mjs';

if (isReady() && buildWhenStale()) {
  const { runForDevelopment } = await import('./support/run-for-development.mjs');
  process.exitCode = await runForDevelopment();
}
