// `npm run setup`: everything a fresh machine needs. Runs on plain Node without dependencies; this first file
// keeps to old syntax, so that an old Node says a sentence instead of a syntax error.
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  console.error('Node ' + process.versions.node + ' is too old: setting up needs Node 18 or newer.');
  process.exitCode = 1;
} else {
  import('./support/run-setup.mjs').then(function (setup) {
    process.exitCode = setup.runSetup();
  });
}
