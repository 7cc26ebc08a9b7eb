import { type Program, startProgram } from './program.js';
import { startPostgresProxy } from './postgres-proxy.js';

/** A program of ours that is killed when it is about to send a certain statement to Postgres. */
export interface KillableProgram {
  readonly program: Program;
  /**
   * Kills it (`kill -9`) as soon as it is about to send the n-th statement from now on, which Postgres never gets.
   * @returns when it has ended
   */
  killAt(nth: number): Promise<void>;
  /** Lets it live all the same. */
  spare(): void;
  /** Ends it, if it has not been killed. */
  stop(): Promise<void>;
}

/**
 * @param source relative to the project
 * @param serverUrl where its database is; it gets there through a proxy of its own
 */
export async function startKillable(
  source: string,
  serverUrl: string,
  env: Readonly<Record<string, string>>,
): Promise<KillableProgram> {
  let strike: { left: number; readonly struck: () => void } | undefined;
  const proxy = await startPostgresProxy(serverUrl, {
    decide: () => {
      if (strike === undefined) {
        return 'pass';
      }
      strike.left -= 1;
      if (strike.left > 0) {
        return 'pass';
      }
      strike.struck();
      // Neither this one nor any that it sends before it is dead.
      return new Promise(() => undefined);
    },
  });
  const program = startProgram(source, { env: { ...env, DATABASE_URL: proxy.url(serverUrl) } });
  const kill = async () => {
    program.process.kill('SIGKILL');
    await program.ended;
  };
  return {
    program,
    killAt: async (nth) => {
      await new Promise<void>((resolve) => {
        strike = { left: nth, struck: resolve };
      });
      await kill();
      await proxy.close();
    },
    spare: () => {
      strike = undefined;
    },
    stop: async () => {
      await kill();
      await proxy.close();
    },
  };
}
