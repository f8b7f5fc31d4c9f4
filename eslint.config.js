import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What no test may do. */
const anyTest = [
  {
    selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^wait(For|Until)$/]",
    message: 'Use waitUntil of tests/support/wait-until.ts: its time limit fits the machine.',
  },
  {
    selector: 'MemberExpression[property.name=/^(skipIf|runIf)$/]',
    message:
      'Use describeWith or itWith of tests/support/machine/needs.ts: they tell why a test is left out.',
  },
  {
    selector:
      "CallExpression:matches([callee.property.name='poll'], [callee.property.name='waitFor']) > ObjectExpression > Property[key.name='timeout']",
    message: 'Time limits are those of tests/support/machine/limits.ts.',
  },
  {
    selector:
      "CallExpression:matches([callee.name=/^(it|test|describe)/], [callee.callee]) > ObjectExpression > Property[key.name='timeout']",
    message: 'Time limits are those of tests/support/machine/limits.ts.',
  },
  {
    selector: 'CallExpression[callee.name=/^(it|test)$/][arguments.length>2][arguments.2.type="Literal"]',
    message: 'Time limits are those of tests/support/machine/limits.ts.',
  },
  {
    selector:
      "CallExpression[callee.name='rm'] > ObjectExpression:has(Property[key.name='recursive']):has(Property[key.name='force']):not(:has(Property[key.name='maxRetries']))",
    message:
      'Use removeFolder of tests/support/remove-folder.ts: a program that ends just now may still write there.',
  },
];

/** What a test of a page may not do besides. */
const pageTest = [
  {
    // On a page that still moves a value that is read once is a matter of luck.
    selector:
      "CallExpression[callee.name='expect'] > AwaitExpression.arguments > CallExpression[callee.property.name=/^(count|isVisible|isHidden|isChecked|isEnabled|isDisabled|inputValue|innerText|textContent|innerHTML|getAttribute|boundingBox|allTextContents|allInnerTexts|title|content)$/]",
    message: 'The page may still move: expect.poll(() => ...) looks until it is so.',
  },
  {
    selector:
      "CallExpression[callee.name='expect'][arguments.0.type='CallExpression'] CallExpression[callee.object.name='page'][callee.property.name='url']",
    message: 'The page may still move: expect.poll(() => page.url()) looks until it is so.',
  },
  {
    selector:
      "MemberExpression[property.name='resolves'] > CallExpression[callee.name='expect'] > CallExpression[callee.property.name=/^(count|isVisible|isChecked|inputValue|innerText|textContent|getAttribute)$/]",
    message: 'The page may still move: expect.poll(() => ...) looks until it is so.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(check|uncheck|setChecked)$/]',
    message:
      'It looks once after its click: turn of tests/e2e/support/act.ts waits for what follows the core.',
  },
];

export default tseslint.config(
  { ignores: ['out', 'dist', 'coverage', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}', 'scripts/**/*.mjs'],
    ignores: ['scripts/setup.mjs'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        // One program for all of it: six would each resolve the same types anew.
        project: ['tsconfig.lint.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A number in a message needs no ceremony; objects and nullish values still do.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
    },
  },
  // What does not fit is cut along its jobs; a table of words is cut by page.
  {
    files: ['src/**/*.{ts,tsx}', 'scripts/**/*.mjs'],
    rules: { 'max-lines': ['error', 300], 'max-params': ['error', 4] },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable' },
    },
  },
  // Scripts speak to the person at the terminal.
  { files: ['scripts/**/*.mjs'], rules: { 'no-console': 'off' } },
  // The Node that this file turns away has to be able to read it, which the TypeScript parser would not notice.
  { files: ['scripts/setup.mjs'], languageOptions: { ecmaVersion: 2020 } },
  {
    files: ['tests/**/*.{ts,tsx}'],
    ignores: ['tests/bench/**'],
    rules: {
      'no-restricted-syntax': ['error', ...anyTest],
    },
  },
  {
    files: ['tests/e2e/**/*.{ts,tsx}', 'tests/gallery/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...anyTest, ...pageTest] },
  },
  { files: ['src/renderer/**/*.tsx'], extends: [reactHooks.configs.flat.recommended] },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'react',
              importNames: ['lazy', 'Suspense'],
              message: 'Use later of parts/later.tsx: React shows what lazy has loaded 300 ms late.',
            },
          ],
        },
      ],
    },
  },
);
