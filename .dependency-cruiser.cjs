/** The dependency rule of docs/architecture.md. tests/unit/scripts/layers.test.ts breaks each rule once. */
const features =
  'capture|recording|session|stream|transcription|speech|events|monitor|findings|alerts|event-files|health|machine|backend';
const ground = 'storage|database|bounded|lifecycle|log|settings|ports';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared holds data, schemas and functions: no Node, no DOM, no other area.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: '^(src/shared/|node_modules/(zod|birpc)/)' },
    },
    {
      name: 'core-knows-no-host',
      severity: 'error',
      from: { path: '^src/main/core/' },
      to: { path: '^src/(main/(electron|headless|cli)|preload|renderer)/' },
    },
    {
      name: 'only-electron-knows-electron',
      severity: 'error',
      from: { path: '^src/main/(core|headless|cli)/' },
      to: { path: '^electron$|^node_modules/electron/' },
    },
    {
      name: 'hosts-know-no-other-host',
      comment: 'The one edge between hosts is the command that is the headless host: `scrumbot run`.',
      severity: 'error',
      from: { path: '^src/main/(electron|headless|cli)/', pathNot: '^src/main/cli/commands/run\\.ts$' },
      to: { path: '^src/main/(electron|headless|cli)/', pathNot: '^src/main/$1/' },
    },
    {
      name: 'features-know-no-sibling',
      comment: 'A feature has ports and ground below it. What it needs of a sibling it gets as a value.',
      severity: 'warn',
      from: { path: `^src/main/core/(${features})/` },
      to: {
        path: '^src/main/core/',
        pathNot: `^src/main/core/($1/|(${ground})/)`,
      },
    },
    {
      name: 'ground-knows-no-feature',
      severity: 'warn',
      from: { path: `^src/main/core/(${ground})/` },
      to: { path: '^src/main/core/', pathNot: `^src/main/core/(${ground})/` },
    },
    {
      name: 'core-has-known-folders',
      comment: 'A new folder in core is a feature or ground: name it above, or the rules do not see it.',
      severity: 'error',
      from: { path: '^src/main/core/[^/]+/', pathNot: `^src/main/core/(${features}|${ground}|threads)/` },
      to: {},
    },
    {
      name: 'renderer-knows-shared-only',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/(main|preload)/|^electron$|^node_modules/electron/' },
    },
    {
      name: 'preload-knows-shared-only',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^src/(main|renderer)/' },
    },
    {
      name: 'pages-know-no-node',
      severity: 'error',
      from: { path: '^src/(preload|renderer)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
