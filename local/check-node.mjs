/**
 * `npm start` begins with this: plain JavaScript that any Node runs. npm brings its own Node (package `node`), except
 * where it was told to run no install scripts, and what follows does not even start on an old one.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 15)) {
  console.error(
    `This needs Node 22.15 or newer, and found ${process.version}: run npm ci without --ignore-scripts ` +
      '(it brings Node 24), or install a newer Node.',
  );
  process.exitCode = 1;
}
