import type { Api } from './api.js';
import { isEngagement, isOpen } from './answered-engagement.js';
import { refInPath } from './external-ref.js';
import type { paths } from './generated/api.js';
import type { CallOptions } from './repetition.js';
import type { Catalog, Engagement, EngagementDraft } from './types.js';
import type { Repeater } from './until-answered.js';

export interface PutOptions extends CallOptions {
  /** `true` submits it to AWS; `ifReady` does so if nothing is missing, and else saves what there is. */
  readonly submit?: boolean | 'ifReady' | undefined;
  /** The service's default catalog unless given. */
  readonly catalog?: Catalog | undefined;
}

type ListFilter = Omit<NonNullable<paths['/engagements']['get']['parameters']['query']>, 'cursor'>;

/** What every caller would write by hand. Each of these repeats by itself; all else is `.api`. */
export class Engagements {
  constructor(
    private readonly api: Api,
    private readonly repeater: Repeater,
  ) {}

  /**
   * Creates the engagement with your own id, or makes it what you send, and with `submit` has it in AWS once, however often
   * it is put: after a lost answer, a crash, or by two programs at once.
   * @returns the engagement as it is in the end: submitted, or saved where it was not to be submitted or was not ready
   * @throws NotReady, Invalid what `findings` name is to be mended first
   * @throws NotEditable it is in AWS, or on its way there, with other content
   * @throws Refused AWS said no
   * @throws Unauthorized, Declined another no
   * @throws Unavailable no final answer before the deadline: put it again at any time
   * @throws TypeError a reference that can't be in an address
   */
  async put(externalRef: string, draft: EngagementDraft, options: PutOptions = {}): Promise<Engagement> {
    const { submit = false, catalog } = options;
    const path = { externalRef: refInPath(externalRef) };
    const query = {
      ...(submit === false ? {} : { submit: submitParameter(submit) }),
      ...(catalog === undefined ? {} : { catalog }),
    };
    return this.repeater.untilAnswered(
      (attempt) =>
        this.api.PUT('/engagements/by-ref/{externalRef}', {
          params: { path, query },
          body: draft,
          ...attempt,
        }),
      { ...options, waits: submit !== false },
      (engagement, { status }) => status !== 202 && isEngagement(engagement),
    );
  }

  /**
   * Waits until an engagement is no longer on its way to AWS, by requests that the service answers when it changes.
   * @returns it as `submitted` or `rejected`, or as a `draft`, which it is where nobody has submitted it
   * @throws NotFound there is none with this id
   * @throws Unavailable it is still under way at the deadline: the service goes on with it
   */
  async waitUntilSettled(id: string, options: CallOptions = {}): Promise<Engagement> {
    let known: string | null = null;
    return this.repeater.untilAnswered(
      async ({ headers, ...attempt }) => {
        const answer = await this.api.GET('/engagements/{id}', {
          params: { path: { id } },
          headers: { ...headers, ...(known === null ? {} : { 'if-none-match': known }) },
          ...attempt,
        });
        known = answer.response.headers.get('etag') ?? known;
        return answer;
      },
      options,
      (engagement) => isEngagement(engagement) && !isOpen(engagement),
    );
  }

  /** All of your engagements that fit, the newest first, page by page. */
  async *list(
    filter: ListFilter = {},
    options: CallOptions = {},
  ): AsyncGenerator<Engagement, void, undefined> {
    let cursor: string | undefined;
    do {
      const query = { limit: 100, ...filter, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.repeater.untilAnswered(
        (attempt) => this.api.GET('/engagements', { params: { query }, ...attempt }),
        { ...options, waits: false },
      );
      yield* page.data;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}

function submitParameter(submit: true | 'ifReady'): 'true' | 'ifReady' {
  return submit === true ? 'true' : submit;
}
