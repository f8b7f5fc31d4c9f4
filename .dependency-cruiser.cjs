/** The dependency rule of docs/architecture.md. tests/unit/scripts/layers.test.ts breaks each rule once. */
// The floors of the core, the lowest first. No import runs up; features do not know each other.
const foundation =
  'ports|lifecycle|secrecy|log|bounded|redaction|event-text|database|storage|settings|network';
const domain = 'speech|monitor';
const features =
  'alerts|backend|bundle|capture|event-files|events|findings|health|machine|processes|recording|replay|samples|session|stream|tap|targets|transcription|verification';
const composition = 'threads';
// The file by which a folder of the core, or of the desktop app, is entered.
const door = '^src/main/(?:core|electron)/([^/]+)/\\1\\.ts$';

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
      name: 'only-doors',
      comment: 'A folder is entered through the file that is named after it.',
      severity: 'error',
      from: { path: '^src/main/(core|electron)/([^/]+)/', pathNot: '^src/main/core/threads/' },
      to: { path: '^src/main/(core|electron)/[^/]+/', pathNot: ['^src/main/$1/$2/', door] },
    },
    {
      name: 'only-doors',
      comment: 'So it is for those who stand outside.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/(core|electron)/[^/]+/' },
      to: { path: '^src/main/(core|electron)/[^/]+/', pathNot: door },
    },
    {
      name: 'only-doors',
      comment: 'The database threads take the stores as well.',
      severity: 'error',
      from: { path: '^src/main/core/threads/' },
      to: { path: '^src/main/core/[^/]+/', pathNot: ['^src/main/core/threads/', door, '-store\\.ts$'] },
    },
    {
      name: 'floors',
      comment: 'No import runs up.',
      severity: 'error',
      from: { path: `^src/main/core/(${foundation})/` },
      to: { path: '^src/main/core/', pathNot: `^src/main/core/(${foundation})/` },
    },
    {
      name: 'domain-knows-no-feature',
      severity: 'error',
      from: { path: `^src/main/core/(${domain})/` },
      to: { path: '^src/main/core/', pathNot: `^src/main/core/($1|${foundation})/` },
    },
    {
      name: 'features-know-no-sibling',
      comment: 'What a feature needs of another it gets as a value from core.ts.',
      severity: 'error',
      from: { path: `^src/main/core/(${features})/` },
      to: { path: '^src/main/core/', pathNot: `^src/main/core/($1|${domain}|${foundation})/` },
    },
    {
      name: 'core-has-known-folders',
      comment: 'A new folder in core belongs to a floor: name it above, or the rules do not see it.',
      severity: 'error',
      from: {
        path: '^src/main/core/[^/]+/',
        pathNot: `^src/main/core/(${foundation}|${domain}|${features}|${composition})/`,
      },
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
