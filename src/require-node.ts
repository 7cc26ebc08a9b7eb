/**
 * To be imported before anything else: on an older Node the modules that follow would fail with an error of their own.
 * Where development packages are installed npm runs the Node that it has brought; without them it is the host's.
 */
const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(
    `Partner Engagements can't start.\nNode ${OLDEST_NODE} or newer is needed; this is ${process.version}.\n`,
  );
  process.exit(1);
}
