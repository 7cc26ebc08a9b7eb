import { startTemporaryPostgres } from '../../local/temporary-postgres.js';

/** Starts one, says where it is, and waits to be killed. */
const { pid, directory } = await startTemporaryPostgres();
process.stdout.write(`${JSON.stringify({ pid, directory })}\n`);
setInterval(() => undefined, 60_000);
