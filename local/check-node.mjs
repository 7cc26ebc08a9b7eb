/**
 * `npm start` begins with this: plain JavaScript that any Node runs. npm brings its own Node (package `node`), except
 * where it was told to run no install scripts, and what follows does not even start on an old one.
 */
const major = Number(process.versions.node.split('.')[0]);

if (major < 24) {
  console.error(
    `This needs Node 24 or newer, and found ${process.version}: run npm ci without --ignore-scripts ` +
      '(it brings Node 24), or install a newer Node.',
  );
  process.exitCode = 1;
}
