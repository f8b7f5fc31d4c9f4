/** The dependency rule of docs/architecture.md. */
const features =
  'capture|recording|session|stream|direct|events|analysis|targets|health|verification|diagnostics|backend';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$|\\?nodeWorker$' },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared holds data, schemas and functions: no Node, no DOM, no other area.',
      severity: 'error',
      from: { path: '^src/shared' },
      to: { pathNot: '^(src/shared|node_modules/(zod|birpc)/)' },
    },
    {
      name: 'core-knows-no-host',
      severity: 'error',
      from: { path: '^src/main/core' },
      to: { path: '^(src/main/(electron|headless|cli)|src/preload|src/renderer|electron$)' },
    },
    {
      name: 'core-knows-no-electron',
      severity: 'error',
      from: { path: '^src/main/(core|headless|cli)' },
      to: { path: '(^|/)electron$|node_modules/electron/' },
    },
    {
      name: 'hosts-know-no-other-host',
      severity: 'error',
      from: { path: '^src/main/(electron|headless|cli)/' },
      to: { path: '^src/main/(electron|headless|cli)/', pathNot: '^src/main/$1/' },
    },
    {
      name: 'features-know-no-sibling',
      comment: 'Only core.ts and the worker entries see all features; a feature gets another as a value.',
      severity: 'error',
      from: { path: `^src/main/core/(${features})/` },
      to: { path: `^src/main/core/(${features})/`, pathNot: '^src/main/core/$1/' },
    },
    {
      name: 'ground-knows-no-feature',
      severity: 'error',
      from: { path: '^src/main/core/(storage|lifecycle|log|settings)/' },
      to: { path: `^src/main/core/(${features})/` },
    },
    {
      name: 'ui-knows-shared-only',
      severity: 'error',
      from: { path: '^src/(renderer|preload)' },
      to: { path: '^src/main' },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^src' },
      to: { path: '^(tests|scripts)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
