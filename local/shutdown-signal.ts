/** Ctrl-C arrives twice under npm, which passes on what the terminal has sent to everyone already. */
const sameCtrlCMs = 500;

/**
 * Turns Ctrl-C and SIGTERM into an orderly stop. A second Ctrl-C ends the process at once, with 130; PostgreSQL is
 * then told to stop but not waited for.
 * @returns a signal that is aborted at the first.
 */
export function listenForShutdown(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      console.log('\nStopping. Ctrl-C again ends it at once.');
      controller.abort(new Error('stopped'));
    } else if (Date.now() - firstAt > sameCtrlCMs) {
      process.exit(130);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  return controller.signal;
}
