import { expect, it } from '@jest/globals';
import { startProgram } from '../support/program.js';

/** What an older Node says of itself, and what it lacks of what the modules use while they are loaded. */
const likeNode20 = `
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });
  delete Map.groupBy;
  delete Error.isError;`;
const beforehand = `--import=data:text/javascript,${encodeURIComponent(likeNode20)}`;

it.each(['src/main.ts', 'src/main-worker.ts', 'src/main-migrate.ts'])(
  '%s says on an older Node which one it needs',
  async (source) => {
    const program = startProgram(source, { env: { NODE_OPTIONS: beforehand } });
    const { code, output } = await program.ended;

    expect(code).toBe(1);
    expect(output).toContain('Node 24 or newer is needed');
    expect(output).not.toContain('TypeError');
  },
);
