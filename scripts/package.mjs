// `npm run package -- …`: the built app as installers, or with `--dir` as a folder. What follows `--` goes to
// electron-builder, whose settings are in electron-builder.yml.
import { buildWhenStale } from './support/build-when-stale.mjs';
import { isReady } from './support/readiness.mjs';

if (isReady() && buildWhenStale()) {
  const { packageApp } = await import('./support/package-app.mjs');
  process.exitCode = await packageApp(process.argv.slice(2), process.env);
}
