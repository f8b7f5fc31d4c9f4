import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { builtProgram } from '../built.ts';
import type { Finished } from '../scrumbot.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { waitUntil } from '../wait-until.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A shell in a checkout of one's own, as somebody who pastes a line has it. */
export type Shell = {
  /** Where the lines are run. */
  folder: string;
  /** Where its `scrumbot` keeps everything. */
  home: string;
  /** Runs a line to its end; with `until`, to that text, and then to the end that Ctrl-C brings. */
  run(line: string, options?: { until?: RegExp; environment?: NodeJS.ProcessEnv }): Promise<Finished>;
  /** Starts a line that runs on until the test is over, once it has printed this. @returns what was found */
  start(line: string, until: RegExp): Promise<RegExpExecArray>;
};

/** `words` is a shell script that says what the only speech engine of this shell hears. */
export async function openShell(words: string, environment: NodeJS.ProcessEnv = process.env): Promise<Shell> {
  const base = await makeTemporaryFolder();
  const folder = join(base, 'checkout');
  const home = join(base, 'home');
  const programs = join(base, 'bin');
  for (const path of [folder, programs]) await mkdir(path);
  // What a line writes lies beside the links and not in the project.
  for (const name of await readdir(root))
    if (!name.startsWith('.')) await symlink(join(root, name), join(folder, name));
  await writeProgram(join(programs, 'scrumbot'), `exec '${process.execPath}' '${builtProgram}' "$@"`);
  await writeProgram(join(programs, 'pocketsphinx_continuous'), words);
  const ownEnvironment: NodeJS.ProcessEnv = {
    ...environment,
    SCRUMBOT_HOME: home,
    NO_COLOR: '1',
    PATH: [programs, environment.PATH ?? ''].join(':'),
  };
  // A line of a test that npm started would be told of that one.
  for (const name of Object.keys(ownEnvironment))
    if (/^npm_|^(?:INIT_CWD|DISPLAY|WAYLAND_DISPLAY|GROQ_API_KEY|VITEST.*)$/.test(name))
      Reflect.deleteProperty(ownEnvironment, name);

  function begin(line: string, more: NodeJS.ProcessEnv = {}) {
    // A group of its own, for Ctrl-C goes to all that a line has started.
    const child = spawn('bash', ['-c', line], {
      cwd: folder,
      env: { ...ownEnvironment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (printed.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (printed.stderr += text));
    const finished = once(child, 'close').then(([code, signal]: (number | string | null)[]) => ({
      // As a shell tells it.
      code: signal === 'SIGINT' ? 130 : Number(code ?? -1),
      ...printed,
    }));
    const signal = (name: NodeJS.Signals): void => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, name);
    };
    onTestFinished(async () => {
      signal('SIGKILL');
      await finished;
    });
    const said = (): string => printed.stdout + printed.stderr;
    async function untilSaid(text: RegExp): Promise<RegExpExecArray> {
      return waitUntil(() => {
        const found = text.exec(said());
        if (found !== null) return found;
        throw new Error(`"${line}" has not said ${String(text)} yet, but: ${said()}`);
      });
    }
    return { finished, signal, untilSaid };
  }

  return {
    folder,
    home,
    async run(line, { until, environment: more } = {}) {
      const running = begin(line, more);
      if (until !== undefined) {
        await Promise.race([running.untilSaid(until), running.finished]);
        running.signal('SIGINT');
      }
      return running.finished;
    },
    start: (line, until) => begin(line).untilSaid(until),
  };
}

async function writeProgram(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}
