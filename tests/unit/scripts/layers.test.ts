import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

// [rule, file that breaks it, what it imports]
const breaches: [string, string, string][] = [
  ['no-circular', 'src/shared/egg.ts', './hen.ts'],
  ['no-unresolved', 'src/main/core/lost.ts', './nowhere.ts'],
  ['shared-is-pure', 'src/shared/with-node.ts', 'node:fs'],
  ['shared-is-pure', 'src/shared/with-core.ts', '../main/core/ports/ports.ts'],
  ['shared-is-pure', 'src/shared/with-library.ts', 'ws'],
  ['core-knows-no-host', 'src/main/core/calls-host.ts', '../cli/program.ts'],
  ['only-electron-knows-electron', 'src/main/core/stream/with-electron.ts', 'electron'],
  ['only-electron-knows-electron', 'src/main/cli/with-electron.ts', 'electron'],
  ['hosts-know-no-other-host', 'src/main/headless/calls-cli.ts', '../cli/program.ts'],
  ['hosts-know-no-other-host', 'src/main/cli/commands/record.ts', '../../headless/server.ts'],
  ['only-doors', 'src/main/cli/passes-door.ts', '../core/capture/files/wav.ts'],
  ['only-doors', 'src/main/core/passes-door.ts', './capture/files/wav.ts'],
  ['only-doors', 'src/main/core/stream/passes-door.ts', '../storage/thread.ts'],
  ['only-doors', 'src/main/core/threads/passes-door.ts', '../capture/files/wav.ts'],
  ['only-doors', 'src/main/electron/tray/passes-door.ts', '../window/bounds.ts'],
  ['floors', 'src/main/core/storage/peeks.ts', '../capture/capture.ts'],
  ['floors', 'src/main/core/log/knows-monitor.ts', '../monitor/monitor.ts'],
  ['domain-knows-no-feature', 'src/main/core/monitor/peeks.ts', '../capture/capture.ts'],
  ['domain-knows-no-feature', 'src/main/core/speech/knows-sibling.ts', '../monitor/monitor.ts'],
  ['features-know-no-sibling', 'src/main/core/stream/peeks.ts', '../capture/capture.ts'],
  ['features-know-no-sibling', 'src/main/core/stream/knows-threads.ts', '../threads/threads.ts'],
  ['features-know-no-sibling', 'src/main/core/stream/knows-all.ts', '../core.ts'],
  ['core-has-known-folders', 'src/main/core/misc/anything.ts', '../ports/ports.ts'],
  ['renderer-knows-shared-only', 'src/renderer/calls-core.ts', '../main/core/ports/ports.ts'],
  ['preload-knows-shared-only', 'src/preload/calls-core.ts', '../main/core/ports/ports.ts'],
  ['pages-know-no-node', 'src/renderer/with-node.ts', 'node:fs'],
  ['product-knows-no-test', 'src/main/core/uses-test.ts', '../../../tests/clock.ts'],
];

const allowed: [string, string][] = [
  ['src/shared/hen.ts', './egg.ts'],
  ['src/shared/pure.ts', 'zod'],
  ['src/main/core/ports/ports.ts', '../../../shared/pure.ts'],
  ['src/main/core/core.ts', './capture/capture.ts'],
  ['src/main/core/capture/capture.ts', './files/wav.ts'],
  ['src/main/core/capture/files/wav.ts', '../../ports/ports.ts'],
  ['src/main/core/events/event-store.ts', '../ports/ports.ts'],
  ['src/main/core/monitor/monitor.ts', '../ports/ports.ts'],
  ['src/main/core/stream/link.ts', '../storage/storage.ts'],
  ['src/main/core/stream/judges.ts', '../monitor/monitor.ts'],
  ['src/main/core/storage/storage.ts', './thread.ts'],
  ['src/main/core/storage/thread.ts', '../ports/ports.ts'],
  ['src/main/core/threads/threads.ts', '../events/event-store.ts'],
  ['src/main/electron/window/window.ts', './bounds.ts'],
  ['src/main/electron/window/bounds.ts', '../../core/core.ts'],
  ['src/main/cli/program.ts', '../core/core.ts'],
  ['src/main/cli/commands/run.ts', '../../headless/server.ts'],
  ['src/main/headless/server.ts', '../core/ports/ports.ts'],
  ['src/preload/preload.ts', 'electron'],
  ['src/renderer/page.ts', '../shared/pure.ts'],
  ['tests/clock.ts', '../src/main/core/capture/files/wav.ts'],
];

async function addPackage(folder: string, name: string): Promise<void> {
  const path = join(folder, 'node_modules', name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  await writeFile(join(path, 'index.js'), '');
}

async function addFile(folder: string, file: string, imported: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  // A type-only import is a dependency as well.
  await writeFile(path, `import type {} from '${imported}';\nexport {};\n`);
}

test('every rule of the layers is noticed when it is broken, and nothing else is', async () => {
  const folder = await makeTemporaryFolder();
  for (const name of ['electron', 'ws', 'zod']) await addPackage(folder, name);
  await writeFile(join(folder, 'tsconfig.base.json'), '{}');
  for (const [file, imported] of allowed) await addFile(folder, file, imported);
  for (const [, file, imported] of breaches) await addFile(folder, file, imported);

  const cruise = join(root, 'node_modules/.bin/depcruise');
  const config = join(root, '.dependency-cruiser.cjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruise, '--config', config, '--output-type', 'json', 'src', 'tests'],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  const noticed = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
  expect(new Set(noticed)).toEqual(new Set(breaches.map(([rule, file]) => `${rule} ${file}`)));
});

test('the document of the architecture puts each folder of the core on the floor where the rules have it', async () => {
  const { default: config } = (await import('../../../.dependency-cruiser.cjs')) as {
    default: { forbidden: { name: string; from: { path?: string } }[] };
  };
  const floorOf = {
    foundation: 'floors',
    domain: 'domain-knows-no-feature',
    features: 'features-know-no-sibling',
  };
  for (const [floor, rule] of Object.entries(floorOf)) {
    const path = config.forbidden.find(({ name }) => name === rule)?.from.path ?? '';
    const ruled = /\(([^)]+)\)/.exec(path)?.[1]?.split('|') ?? [];
    const row = new RegExp(`^\\| ${floor} .*$`, 'm').exec(textOf('docs/architecture.md'))?.[0] ?? '';
    const told = [...row.matchAll(/`([^`]+)`/g)].map(([, folder]) => folder);
    expect(told.toSorted(), floor).toEqual(ruled.toSorted());
  }
});

// A name with a slash; what stands for many (`<page>`), an address or a package is none of ours.
const pathIn = /`([\w.-]+(?:\/[\w.-]+)+)`/g;
const places = ['', 'src/', 'src/main/', 'src/main/core/'];

test.each(['CONTRIBUTING.md', 'docs/architecture.md'])('every path that %s names is there', (document) => {
  const missing = [...textOf(document).matchAll(pathIn)]
    .map(([, path = '']) => path)
    .filter(
      (path) =>
        !places.some((place) => [path, `${path}.ts`].some((name) => existsSync(join(root, place, name)))),
    );
  expect(missing).toEqual([]);
});

test.each(['src/main/core', 'src/main/electron'])(
  'the door of every folder of %s says in a few lines what it needs and what it owns',
  (area) => {
    const folders = readdirSync(join(root, area), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const unsaid = folders
      .map(({ name }) => `${area}/${name}/${name}.ts`)
      .filter(
        (door) =>
          !/^\/\*\*\n(?: \* .*\n)+ \* Needs .*\n(?: \* .*\n)* \* Owns .*\n(?: \* .*\n)* \*\/\n/.test(
            textOf(door),
          ),
      );
    expect(unsaid).toEqual([]);
  },
);

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
