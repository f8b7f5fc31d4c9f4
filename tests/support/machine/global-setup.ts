import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildWhenStale } from '../../../scripts/support/build-when-stale.mjs';
import { chromiumPath } from '../chromium.ts';
import './context.ts';
import { findLacks, type Lacks } from './find-lacks.ts';
import { slownessVariable } from './limits.ts';
import { measureSpeed, ratiosOf, slownessOf } from './speed.ts';
import { removeFolder } from '../remove-folder.ts';

const testsFolder = join(import.meta.dirname, '../..');

/** Builds what tests start, measures the machine once for all projects, and says what it is and lacks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startsPrograms = project.vitest.projects.some(({ name }) => name !== 'unit');
  if (startsPrograms && !buildWhenStale())
    throw new Error('Tests run the built program, and it is not built.');
  const lacks = await findLacks();
  const hasPages = project.vitest.projects.some(({ name }) => name.startsWith('e2e') || name === 'long');
  const speed = await measureSpeed(hasPages && lacks.chromium === null ? chromiumPath : null);
  const slowness = slownessOf(speed);
  process.env[slownessVariable] = slowness.toFixed(2);
  project.provide('lacks', lacks);
  project.provide('namePattern', project.vitest.config.testNamePattern?.source ?? '');

  const ratios = Object.entries(ratiosOf(speed)).map(([what, ratio]) => `${what} ${ratio.toFixed(1)}`);
  const cores = availableParallelism();
  project.vitest.logger.log(
    [
      '',
      ` This machine: ${cores} ${cores === 1 ? 'core' : 'cores'}. Times of the reference machine's: ${ratios.join(', ')}.`,
      ` Time limits are ${slowness.toFixed(1)} times the usual ones.`,
      ...linesOf(lacks),
      ...(lacks.standIn === null ? [' Electron is not here: the desktop app runs in its stand-in.'] : []),
    ].join('\n'),
  );

  // Each program that a test starts would compile the same sources anew: most of what a short command takes.
  const compiled = await mkdtemp(join(tmpdir(), 'scrumbot-compiled-'));
  process.env.NODE_COMPILE_CACHE = compiled;
  return () => removeFolder(compiled);
}

/** A line for each thing that is not here, with the files whose tests are left out for it. */
function linesOf(lacks: Lacks): string[] {
  const files = readdirSync(testsFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(unit|contract|integration|e2e)\/.*\.tsx?$/.test(name.replaceAll('\\', '/')),
  );
  const needsByFile = files.map((name) => ({ name, needs: needsIn(join(testsFolder, name)) }));
  return Object.entries(lacks).flatMap(([need, why]) => {
    if (why === null) return [];
    const without = needsByFile.filter(({ needs }) => needs.has(need)).map(({ name }) => name);
    if (without.length === 0) return [];
    return [` Not here: ${why}. Left out in ${without.join(', ')}.`];
  });
}

/** What a file names in `describeWith([…]` and the like. */
function needsIn(path: string): Set<string> {
  const lists = readFileSync(path, 'utf8').matchAll(/(?:With|Page)\(\s*\[([^\]]*)\]/g);
  return new Set(
    [...lists].flatMap(([, list]) => [...(list ?? '').matchAll(/'(\w+)'/g)].map(([, need]) => need ?? '')),
  );
}
