/**
 * `npm start` begins with this: plain JavaScript that any Node runs. npm brings its own Node (local/node), except
 * where none fits the machine, and what follows does not even start on an old one.
 */
const major = Number(process.versions.node.split('.')[0]);

if (major < 24) {
  console.error(
    `This needs Node 24 or newer, and found ${process.version}: run npm ci with optional packages ` +
      '(on Linux and Windows it brings Node 24), or install a newer Node.',
  );
  process.exitCode = 1;
}
