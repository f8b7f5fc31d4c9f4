import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { planPackages } from './system-packages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Sets this machine up. Answers the exit code. */
export function runSetup() {
  setUpSystem();
  say('Installing the packages of package-lock.json …');
  // The environment of `npm run` names this script's own npm settings; they suit `npm ci` as well.
  const installed = run(npm, ['ci', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' });
  if (installed !== 0) {
    say('npm ci failed; its own words are above. Mend that and run "npm run setup" again.');
    return installed;
  }
  const problem = problemOfRuntime();
  if (problem !== null) {
    say(problem);
    return 1;
  }
  say('Done. "npm start" runs the app, "npm test" tests it.');
  return 0;
}

function setUpSystem() {
  const plan = planPackages({
    platform: process.platform,
    osRelease: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
    isRoot: process.getuid?.() === 0,
    isInstalled,
  });
  if (plan.kind === 'nothing') return;
  const names = plan.packages.map(({ name }) => name);
  if (plan.kind === 'name') {
    say('These system packages are used (names as in Debian). Without one, what it is for does not work:');
    for (const { name, purpose } of plan.packages) say(`  ${name.padEnd(20)}${purpose}`);
    say(`On Debian or Ubuntu: sudo apt-get install ${names.join(' ')}`);
    return;
  }
  say(`Installing system packages: ${names.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  // One by one: a name that this release does not know must not keep the others away.
  for (const { name, purpose } of plan.packages) {
    if (run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env, quiet: true }) === 0)
      continue;
    say(`  ${name} could not be installed (${purpose}); that part will not work here.`);
  }
}

/** @param {string} name */
function isInstalled(name) {
  const answer = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return answer.stdout === 'installed';
}

/** A sentence about what is wrong with the installed Node, or null. */
function problemOfRuntime() {
  const check =
    "const [a, b] = process.versions.node.split('.').map(Number);" +
    'if (a < 22 || (a === 22 && b < 14)) process.exit(3);' +
    "new (require('better-sqlite3'))(':memory:').close()";
  const env = {
    ...process.env,
    PATH: `${root}node_modules/.bin${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  };
  const answer = spawnSync('node', ['-e', check], { cwd: root, env, encoding: 'utf8' });
  if (answer.status === 0) return null;
  if (answer.status === 3) {
    return 'Node 22.14 or newer is needed and the one that npm should have brought is missing. Run "npm rebuild node", or install Node 24.';
  }
  return `SQLite does not load on this machine: ${(answer.stderr || answer.error?.message || 'no reason given').trim().split('\n').at(-1)}`;
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, quiet?: boolean }} [options]
 */
function run(program, words, { env = process.env, shell = false, quiet = false } = {}) {
  const stdio = quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit';
  return spawnSync(program, words, { cwd: root, env, shell, stdio: /** @type {any} */ (stdio) }).status ?? 1;
}

/** @param {string} text */
function say(text) {
  console.log(text);
}
