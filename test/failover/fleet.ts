import { addressOf, type Program, startProgram } from '../support/program.js';

/** Two replicas of the API that leave submissions to workers, and a worker, each a process of its own. */
export interface Fleet {
  readonly apis: readonly [string, string];
  startWorker(): Promise<void>;
  /** What each of them has printed. */
  outputs(): string[];
  stop(): Promise<void>;
}

/** @param environment what all of them are to know: where the database is, and AWS */
export async function startFleet(environment: Readonly<Record<string, string>>): Promise<Fleet> {
  const programs: Program[] = [];
  const start = (source: string): Program => {
    const program = startProgram(source, {
      env: {
        AWS_ACCESS_KEY_ID: 'AKIDTEST',
        AWS_SECRET_ACCESS_KEY: 'secret',
        PORT: '0',
        SUBMISSION_WORKER: 'off',
        ...environment,
      },
    });
    programs.push(program);
    return program;
  };
  const startWorker = () => start('src/main-worker.ts').printed('The worker has started');
  const [first, second] = await Promise.all([
    addressOf(start('src/main.ts')),
    addressOf(start('src/main.ts')),
    startWorker(),
  ]);
  return {
    apis: [first, second],
    startWorker,
    outputs: () => programs.map((program) => program.output()),
    stop: async () => {
      for (const program of programs) {
        program.process.kill('SIGTERM');
      }
      await Promise.all(programs.map(({ ended }) => ended));
    },
  };
}
