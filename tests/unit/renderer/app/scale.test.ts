import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../../../src/renderer/', import.meta.url));
const tokens = 'app/tokens.css';
const sheets = globSync('**/*.css', { cwd: folder }).map((path) => ({
  path: path.replaceAll('\\', '/'),
  css: readFileSync(`${folder}${path}`, 'utf8').replace(/\/\*.*?\*\//gs, ''),
}));
const others = sheets.filter(({ path }) => path !== tokens);

/** The declarations of a property in all style sheets but the tokens', as `path: property: value`. */
function declared(property: RegExp): { where: string; value: string }[] {
  const pattern = new RegExp(`(?<![\\w-])(${property.source}):([^;}]*)[;}]`, 'g');
  return others.flatMap(({ path, css }) =>
    [...css.matchAll(pattern)].map(([all, , value = '']) => ({ where: `${path}: ${all}`, value })),
  );
}

test('spaces are those of the scale', () => {
  const scale = new Set([0, 2, 4, 6, 8, 12, 16, 24, 32, 48]);
  const spaces = declared(/(?:row-|column-)?gap|(?:padding|margin)(?:-[a-z-]+)?/);
  expect(spaces.length).toBeGreaterThan(100);
  const outside = spaces.filter(({ value }) =>
    [...value.matchAll(/(?<![\w.-])(\d+(?:\.\d+)?)px/g)].some(([, px]) => !scale.has(Number(px))),
  );
  expect(outside.map(({ where }) => where)).toEqual([]);
});

test('texts have the sizes and weights of the scale', () => {
  const sizes = declared(/font-size/).filter(
    ({ value }) => !/var\(--text-(?:small|body|large|title|figure)\)|inherit|100%/.test(value),
  );
  expect(sizes.map(({ where }) => where)).toEqual([]);
  const weights = declared(/font-weight/).filter(({ value }) => !/^\s*(?:400|600)\s*$/.test(value));
  expect(weights.map(({ where }) => where)).toEqual([]);
});

test('no text is smaller than 12 px', () => {
  const css = sheets.find(({ path }) => path === tokens)?.css ?? '';
  const sizes = [...css.matchAll(/--text-\w+: ([\d.]+)rem/g)].map(([, rem]) => Number(rem) * 16);
  expect(sizes).toEqual([12, 14, 16, 20, 24]);
});

test('colours and corners are those of the tokens', () => {
  const colours = others.flatMap(({ path, css }) =>
    [...css.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/gi)].map(([colour]) => `${path}: ${colour}`),
  );
  expect(colours).toEqual([]);
  const corners = declared(/border-radius/).filter(
    ({ value }) => !/^(?:\s*(?:var\(--radius(?:-small)?\)|50%|999px|0))+\s*$/.test(value),
  );
  expect(corners.map(({ where }) => where)).toEqual([]);
});

test("what a background alone tells is told in the system's own colours too", () => {
  const forced = sheets
    .flatMap(({ css }) => [...css.matchAll(/@media \(forced-colors: active\) \{(.*?\n)\}/gs)])
    .map(([, block]) => block)
    .join('');
  const isChosen = /\[aria-(?:current|pressed|selected|expanded)|\[data-chosen|:checked/;
  const isFilled = /background:[^;]*var\(--(?:accent|good|bad|warning|unknown|record|line-strong)\)/;
  const rules = others.flatMap(({ path, css }) =>
    [...css.matchAll(/([^{};]+)\{([^{}]*)\}/g)]
      .filter(([, selector = '', body = '']) =>
        isChosen.test(selector) ? body.includes('background:') : isFilled.test(body),
      )
      // A border that changes its colour stays one that is there.
      .filter(([, , body = '']) => !body.includes('border-color: var(--accent)'))
      .map(([, selector = '']) => ({ path, name: /\.[\w-]+/.exec(selector)?.[0] ?? selector.trim() })),
  );
  expect(rules.length).toBeGreaterThan(12);
  expect(rules.filter(({ name }) => !forced.includes(name))).toEqual([]);
});
