import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadedBy } from '../../support/loaded-by.ts';
import { itWith } from '../../support/machine/needs.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const foldersOfCore = (files: readonly string[]): string[] => [
  ...new Set(files.flatMap((file) => /^src\/main\/core\/([^/]+)\//.exec(file)?.[1] ?? [])),
];

describe('a core', () => {
  it('loads what only one of its uses needs when that is used', () => {
    const { files, packages } = loadedBy('src/main/core/core.ts');
    expect(files).toContain('src/main/core/verification/verification.ts');
    const later = [
      'src/main/core/backend/simulation/service.ts',
      'src/main/core/events/import/import-events.ts',
      'src/main/core/targets/probe/probe.ts',
      'src/main/core/verification/run/run.ts',
    ];
    expect(files.filter((file) => later.includes(file))).toEqual([]);
    for (const heavy of ['groq-sdk', 'systeminformation', 'age-encryption', 'file-type'])
      expect(packages).not.toContain(heavy);
  });
});

it.each(['writer', 'reader'])('the %s thread loads no schemas, which cost each thread some 5 MB', (name) => {
  const { files, packages } = loadedBy(`src/main/core/threads/${name}-worker.ts`);
  expect(files).toContain('src/main/core/events/event-store.ts');
  expect(packages).toContain('better-sqlite3');
  expect(packages).not.toContain('zod');
});

describe('every start of the command line', () => {
  const { files, packages } = loadedBy('src/main/cli/main.ts');

  it('loads what parses a line, and no core: that is loaded by the command that needs it', () => {
    expect(files).toContain('src/main/cli/program.ts');
    expect(foldersOfCore(files).toSorted()).toEqual(['lifecycle', 'secrecy']);
    expect(packages).toEqual(['@bomb.sh/tab/commander', 'commander', 'env-paths']);
  });

  it('loads no command but the completion, which tells of all', () => {
    const commands = files.filter((file) => file.startsWith('src/main/cli/commands/'));
    expect(commands).toEqual(['src/main/cli/commands/completion/completion.ts']);
  });
});

// A file that waits for its other end waits as a file on a disk that does not answer.
itWith(
  ['posix'],
  'a process in which many files wait for a slow disk still reads, compresses and looks up names',
  async () => {
    const home = await makeTemporaryFolder();
    const waiting = Array.from({ length: 8 }, (_, at) => join(home, `waiting-${at}`));
    execFileSync('mkfifo', waiting);
    const atEnd = `
      import { open, readFile } from 'node:fs';
      process.once('beforeExit', () => {
        for (const path of ${JSON.stringify(waiting)}) open(path, () => undefined);
        readFile(process.execPath + '.none', ({ code }) => {
          console.error(code);
          // An end in good order waits for the files.
          process.kill(process.pid, 'SIGKILL');
        });
      });`;
    const { stderr } = await runScrumbot(['--version'], {
      home,
      environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(atEnd)}` },
    });
    expect(stderr).toContain('ENOENT');
  },
);
