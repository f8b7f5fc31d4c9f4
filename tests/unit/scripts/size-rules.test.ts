import { ESLint, Linter } from 'eslint';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;

/** The rules that the project's own configuration has for a file of that name, tried on a text. */
async function problemsOf(path: string, text: string): Promise<(string | null)[]> {
  const config = (await new ESLint({ cwd: root }).calculateConfigForFile(path)) as Linter.Config;
  const rules = { 'max-lines': config.rules?.['max-lines'], 'max-params': config.rules?.['max-params'] };
  return new Linter().verify(text, { rules: rules }).map(({ ruleId }) => ruleId);
}

test.each(['src/main/core/core.ts', 'src/renderer/app/app.tsx', 'src/shared/errors.ts', 'scripts/setup.mjs'])(
  'refuses the 301st line and the fifth parameter in %s',
  async (path) => {
    expect(await problemsOf(path, '// line\n'.repeat(300))).toEqual([]);
    expect(await problemsOf(path, '// line\n'.repeat(301))).toEqual(['max-lines']);
    expect(await problemsOf(path, 'export function add(a, b, c, d) { return a + b + c + d; }')).toEqual([]);
    expect(
      await problemsOf(path, 'export function add(a, b, c, d, e) { return a + b + c + d + e; }'),
    ).toEqual(['max-params']);
  },
);

test('no folder of the sources has more than twelve files of its own', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tsbuildinfo'))
    .map((entry) => join(entry.parentPath, entry.name));
  const folders = Map.groupBy(files, (path) => dirname(path));
  expect([...folders].filter(([, own]) => own.length > 12).map(([folder]) => folder)).toEqual([]);
});

test('core.ts, which puts the features together, stays within 150 lines', () => {
  const lines = readFileSync(join(root, 'src/main/core/core.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(150);
});
