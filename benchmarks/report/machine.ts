import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the numbers are measured on, in a sentence. To be asked before: it tells what else the machine does. */
export function describeMachine(postgresVersion: string): string {
  const model = cpus()[0]?.model ?? 'an unknown processor';
  const gigabytes = (totalmem() / 1024 ** 3).toFixed(0);
  const day = new Date().toISOString().slice(0, 10);
  return (
    `Measured on ${day} on ${availableParallelism()} cores (${model}) with ${gigabytes} GB of memory, ` +
    `Node ${process.versions.node}, PostgreSQL ${postgresVersion}; the load average was ` +
    `${(loadavg()[0] ?? 0).toFixed(1)} before it began.`
  );
}
