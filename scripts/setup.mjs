// `npm run setup`: everything that a fresh machine needs. This first file keeps to the syntax of Node 14, so that
// an old Node says a sentence instead of a syntax error.
if (Number(process.versions.node.split('.')[0]) < 18) {
  console.error(
    'Node ' + process.versions.node + ' is too old to set this up. Install Node 24 from https://nodejs.org/.',
  );
  process.exitCode = 1;
} else {
  import('./support/run-setup.mjs').then(function (setup) {
    process.exitCode = setup.runSetup();
  });
}
