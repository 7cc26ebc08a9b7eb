import { randomOf, type Random } from '../chaos/random.js';
import { createKey, ownScopes, revokeKey, type TestKey } from '../support/callers.js';
import { type AttackAnswer, type AttackRequest, HttpClient } from './http.js';
import { type Expectation, faultsOf } from './judge.js';
import { Report } from './report.js';
import type { Target } from './target.js';
import { makeVictim, type Victim } from './victim.js';

/** The keys that an attacker has come by. */
export interface Keys {
  /** All that a caller may do with its own. */
  readonly own: TestKey;
  readonly readOnly: TestKey;
  readonly revoked: TestKey;
  readonly expired: TestKey;
  /** May see everyone's: what it is shown is no fault. */
  readonly admin: TestKey;
}

/** What attacks have at hand. Every request goes through `fire`, which judges its answer. */
export class Battlefield {
  readonly random: Random;
  private readonly http: HttpClient;

  private constructor(
    readonly target: Target,
    readonly victim: Victim,
    readonly keys: Keys,
    readonly report: Report,
    seed: number,
    private readonly slowMs: number,
  ) {
    this.random = randomOf(seed);
    this.http = new HttpClient(target.url);
  }

  static async open(
    target: Target,
    { seed, slowMs }: { seed: number; slowMs: number },
  ): Promise<Battlefield> {
    const { database } = target;
    const keyOf = (name: string, more: Parameters<typeof createKey>[1] = {}) =>
      createKey(database, { name, ...more });
    const revoked = await keyOf('attacker');
    await revokeKey(database, revoked.id);
    const keys = {
      own: await keyOf('attacker'),
      readOnly: await keyOf('attacker', { scopes: ['engagements:read'] }),
      revoked,
      expired: await keyOf('attacker', { lifetimeMs: 1 }),
      admin: await keyOf('administrator', { scopes: [...ownScopes, 'engagements:admin'] }),
    };
    const victim = await makeVictim(target.url, database, await keyOf('victim'));
    return new Battlefield(target, victim, keys, new Report(), seed, slowMs);
  }

  /** Sends a request and notes what is wrong with its answer. */
  async fire(attack: string, request: AttackRequest, expectation: Expectation = {}): Promise<AttackAnswer> {
    const answer = await this.http.send(request);
    this.judge(attack, request, answer, expectation);
    return answer;
  }

  /** As `fire`, with bytes as they are. */
  async fireRaw(
    attack: string,
    bytes: string | Buffer,
    expectation: Expectation = {},
  ): Promise<AttackAnswer> {
    const answer = await this.http.sendRaw(bytes);
    const request = { method: 'RAW', path: bytes.toString('latin1').slice(0, 60) };
    this.judge(attack, request, answer, { ...expectation, isRaw: true });
    return answer;
  }

  /** Fires many, some at a time. */
  async fireAll(
    attack: string,
    requests: Iterable<AttackRequest & { readonly expectation?: Expectation }>,
    atOnce = 16,
  ): Promise<void> {
    const queue = requests[Symbol.iterator]();
    const work = async () => {
      for (let next = queue.next(); next.done !== true; next = queue.next()) {
        await this.fire(attack, next.value, next.value.expectation);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  /** Has the liveness asked for all the while; its answers have the ordinary limit. */
  async whileHealthy(work: () => Promise<unknown>): Promise<void> {
    const end = new AbortController();
    const watch = (async () => {
      while (!end.signal.aborted) {
        await this.fire('others meanwhile', { method: 'GET', path: '/health/live' }, { statuses: [200] });
      }
    })();
    await work();
    end.abort();
    await watch;
  }

  fault(attack: string, what: string): void {
    this.report.fault(attack, what);
  }

  close(): void {
    this.http.close();
  }

  private judge(
    attack: string,
    request: AttackRequest,
    answer: AttackAnswer,
    expectation: Expectation,
  ): void {
    const { secrets } = this.victim;
    this.report.answered(attack, answer);
    for (const fault of faultsOf(answer, expectation, { secrets, slowMs: this.slowMs })) {
      this.fault(attack, `${request.method} ${request.path.slice(0, 120)} ${fault}`);
    }
  }
}

/** The headers of a signed-in request with a JSON body. */
export function json(key: { readonly headers: object }, more: object = {}): Record<string, string> {
  return { ...key.headers, 'content-type': 'application/json', ...more };
}
