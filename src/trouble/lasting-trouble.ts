import { Logger } from '@nestjs/common';
import { type TroubleKind, troubleKinds, troubleWords } from './trouble-kinds.js';

/** What passes sooner is not worth an operator's look. */
const LASTING_MS = 30_000;

/** How often lasting trouble is told. */
const REPEAT_MS = 60_000;

/** How often it is looked whether something is to be told. */
const LOOK_MS = 1000;

/** What one part of the process has found. */
interface Report {
  readonly since: number;
  seenAt: number;
  cause: string | undefined;
}

/** A kind of trouble while it goes on. */
interface OpenTrouble {
  readonly reports: Map<string, Report>;
  readonly since: number;
  toldAt: number | undefined;
}

/** A clock that nobody sets, in milliseconds. */
export type Clock = () => number;

/** What is told, apart from how it is written. */
export type TroubleLogger = Pick<Logger, 'error' | 'warn' | 'debug'>;

/**
 * What is wrong for longer than a moment, told where an operator looks: once when it has lasted for 30 seconds, then once
 * a minute, and when it is over. Whoever tries something reports how it went, each time; how often does not matter.
 */
export class LastingTrouble {
  private readonly open = new Map<TroubleKind, OpenTrouble>();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly now: Clock = () => performance.now(),
    private readonly logger: TroubleLogger = new Logger('Trouble'),
  ) {}

  /**
   * Something did not work.
   * @param source which part of the process has tried: each has to say for itself that it is over
   * @param cause in a word that may be logged, as `causeOf` gives it; without one the last one stands
   */
  report(kind: TroubleKind, source: string, cause?: string): void {
    const now = this.now();
    let trouble = this.open.get(kind);
    if (trouble === undefined) {
      trouble = { reports: new Map(), since: now, toldAt: undefined };
      this.open.set(kind, trouble);
      this.logger.debug({ trouble: kind, source, cause }, 'Trouble, which may pass');
    }
    const report = trouble.reports.get(source);
    if (report === undefined) {
      trouble.reports.set(source, { since: now, seenAt: now, cause });
    } else {
      report.seenAt = now;
      report.cause = cause ?? report.cause;
    }
    // It keeps no process alive.
    this.looking ??= setInterval(() => {
      this.tell();
    }, LOOK_MS).unref();
  }

  /** It works, so that this kind of trouble, or each of these, is over where it was found. */
  over(source: string, ...kinds: readonly TroubleKind[]): void {
    for (const kind of kinds) {
      const trouble = this.open.get(kind);
      if (trouble?.reports.delete(source) === true && trouble.reports.size === 0) {
        this.end(kind, trouble);
      }
    }
  }

  /** Tells what is to be told by now. The clock has it called. */
  tell(): void {
    const now = this.now();
    for (const [kind, trouble] of this.open) {
      forgetOld(trouble, now - troubleWords[kind].freshForMs);
      if (trouble.reports.size === 0) {
        this.end(kind, trouble);
      } else if (isToBeTold(trouble, now)) {
        trouble.toldAt = now;
        const { level, lasts } = troubleWords[kind];
        this.logger[level](
          { trouble: kind, ...factsOf(trouble), lastedSeconds: seconds(now - trouble.since) },
          lasts,
        );
      }
    }
  }

  /** What has lasted for so long that it was told, and goes on. */
  told(): TroubleKind[] {
    return troubleKinds.filter((kind) => this.open.get(kind)?.toldAt !== undefined);
  }

  private end(kind: TroubleKind, { since, toldAt }: OpenTrouble): void {
    this.open.delete(kind);
    const facts = { trouble: kind, over: true, lastedSeconds: seconds(this.now() - since) };
    if (toldAt === undefined) {
      this.logger.debug(facts, 'Trouble has passed');
    } else {
      this.logger.warn(facts, troubleWords[kind].over);
    }
    if (this.open.size === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
    }
  }
}

/** Nobody has found it since, and nobody has said that it is over: there was nothing to try. */
function forgetOld({ reports }: OpenTrouble, oldest: number): void {
  for (const [source, { seenAt }] of reports) {
    if (seenAt < oldest) {
      reports.delete(source);
    }
  }
}

function isToBeTold({ since, toldAt }: OpenTrouble, now: number): boolean {
  return toldAt === undefined ? now - since >= LASTING_MS : now - toldAt >= REPEAT_MS;
}

/** Where it was found, and why, as it was last seen. */
function factsOf({ reports }: OpenTrouble): { sources: string[]; cause: string | undefined } {
  const latest = [...reports.values()].toSorted((a, b) => b.seenAt - a.seenAt);
  return { sources: [...reports.keys()], cause: latest.find(({ cause }) => cause !== undefined)?.cause };
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
