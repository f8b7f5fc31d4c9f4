import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installCommand } from './install-command.mjs';
import { planPackages } from './system-packages.mjs';

/** @typedef {import('./system-packages.mjs').SystemPackage} SystemPackage */

const root = fileURLToPath(new URL('../..', import.meta.url));
const isWindows = process.platform === 'win32';

/** Sets this machine up. Answers the exit code. */
export function runSetup() {
  setUpSystem();
  say('Installing the packages of package-lock.json …');
  // Its warnings are about the Node that npm runs on here; the packages run on the Node that they bring along.
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const exitCode = run(isWindows ? 'npm.cmd' : 'npm', words, { shell: isWindows });
  if (exitCode !== 0) {
    say('npm ci failed; its messages are above. Fix that, then run "npm run setup" again.');
    return exitCode;
  }
  const problem = problemOfRuntime();
  say(problem ?? 'Done. Next: "npm start" runs the app, "npm test" tests it.');
  return problem === null ? 0 : 1;
}

/** What is missing here costs a feature or some tests, never the setup. */
function setUpSystem() {
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const { platform } = process;
  const { install, byHand } = planPackages({
    platform,
    osRelease,
    isRoot: process.getuid?.() === 0,
    isInstalled,
  });
  const failed = install.length === 0 ? [] : installPackages(install);
  listPackages('These system packages could not be installed; what they are for will not work:', failed);
  listPackages(
    'These system packages are left to you (names as in Debian). Without one, what it is for will not work:',
    byHand,
  );
  const command = installCommand(byHand, { platform, osRelease });
  if (command !== null) say(`To install them: ${command}`);
}

/**
 * @param {SystemPackage[]} packages
 * @returns {SystemPackage[]} those that could not be installed
 */
function installPackages(packages) {
  const names = packages.map(({ name }) => name);
  say(`Installing system packages: ${names.join(' ')} …`);
  aptGet('update');
  if (aptGet('install', '--no-install-recommends', ...names)) return [];
  // A name that this release does not know must not keep the others away.
  return packages.filter(({ name }) => !aptGet('install', '--no-install-recommends', name));
}

/** @param {string[]} words */
function aptGet(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt that is at work (a machine's first start) is waited for, in seconds.
  return run('apt-get', ['-y', '-qq', '-o', 'DPkg::Lock::Timeout=120', ...words], { env }) === 0;
}

/** @param {string} name */
function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return stdout === 'installed';
}

/**
 * @param {string} heading
 * @param {SystemPackage[]} packages
 */
function listPackages(heading, packages) {
  if (packages.length === 0) return;
  say(heading);
  for (const { name, purpose } of packages) say(`  ${name.padEnd(20)}${purpose}`);
}

/** A sentence about what is wrong with the installed Node, or `null`. */
function problemOfRuntime() {
  const env = { ...process.env, PATH: `${root}node_modules/.bin${delimiter}${process.env.PATH ?? ''}` };
  // On Windows npm's Node is a .cmd file, which only a shell finds.
  const { status, stderr, error } = spawnSync('node', ['scripts/support/check-runtime.mjs'], {
    cwd: root,
    env,
    encoding: 'utf8',
    shell: isWindows,
  });
  if (status === 0) return null;
  if (status === 3) {
    return 'The Node that npm should have brought along is missing. Run "npm rebuild node", or install Node 24.';
  }
  const reason = error?.message ?? /^\w*Error: .*$/m.exec(stderr)?.[0] ?? 'no reason was given';
  return `SQLite does not load on this machine: ${reason}. Run "npm rebuild better-sqlite3".`;
}

/**
 * @param {string} program
 * @param {string[]} words
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 */
function run(program, words, options = {}) {
  return spawnSync(program, words, { cwd: root, stdio: 'inherit', ...options }).status ?? 1;
}

/** @param {string} text */
function say(text) {
  console.log(text);
}
