import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Why the project cannot run, with what to do, or `null`. Older Nodes crash in SQLite's native part or do not
 * read TypeScript.
 * @param {{ nodeVersion: string, hasPackages: boolean }} machine
 */
export function reasonNotReady({ nodeVersion, hasPackages }) {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  if (!hasPackages) return 'The packages are not installed. Run "npm run setup" first.';
  if (major > 22 || (major === 22 && minor >= 14)) return null;
  return (
    `Node ${nodeVersion} is too old: 22.14 or newer is needed. ` +
    'Start this with npm, which uses the Node that "npm run setup" installed, or install Node 24.'
  );
}

/** Whether the project can run with this Node; says on stderr why not, and sets the exit code. */
export function isReady() {
  const reason = reasonNotReady({
    nodeVersion: process.versions.node,
    hasPackages: existsSync(`${root}node_modules`),
  });
  if (reason === null) return true;
  console.error(reason);
  process.exitCode = 1;
  return false;
}
