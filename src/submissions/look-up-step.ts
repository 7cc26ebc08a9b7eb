import { Inject, Injectable, Logger } from '@nestjs/common';
import { RECONCILIATION } from '../audit/engagement-history.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { isDatabaseUnavailable, isUniqueViolation } from '../database/database-errors.js';
import { EngagementsRepository } from '../engagements/engagements.repository.js';
import { loggableError } from '../errors/loggable-error.js';
import { classifyError } from '../partner-central/classify-error.js';
import { type Comparison, EngagementSearch } from '../partner-central/engagement-search.js';
import { LastingTrouble } from '../trouble/lasting-trouble.js';
import { inLookUpSpan } from './submission-spans.js';
import { type SubmissionPolicy, submissionPolicy } from './submission-policy.js';
import type { ClaimedSubmission, LookUp } from './submission-state.js';
import { afterLookUp } from './submission-transitions.js';
import { SubmissionsRepository } from './submissions.repository.js';

/** What reports trouble here. */
const SOURCE = 'look_up';

/** How many of our newest engagements AWS is asked for. Unless it shows one, its *not found* is worth nothing. */
const SHOWN_OF = 10;

/** More of the same title that are not ours are not compared one by one. */
const MAX_COMPARED = 50;

/** How it is found out whether AWS has an engagement whose creation nobody has confirmed. */
@Injectable()
export class LookUpStep {
  private readonly logger = new Logger(LookUpStep.name);
  private readonly policy: SubmissionPolicy;

  constructor(
    private readonly repository: SubmissionsRepository,
    private readonly engagements: EngagementsRepository,
    private readonly search: EngagementSearch,
    private readonly trouble: LastingTrouble,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.policy = submissionPolicy(settings);
  }

  /**
   * Looks a submission up and records what that makes of it.
   * @param signal cuts off what is under way
   */
  async run(claimed: ClaimedSubmission, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const lookUp = await inLookUpSpan(claimed, () =>
      this.lookUp(claimed, signal).then(
        (found) => {
          this.trouble.over(SOURCE, 'aws-unreachable');
          return found;
        },
        (error: unknown) => this.failed(claimed, error),
      ),
    );
    this.tell(claimed, lookUp, Math.round(performance.now() - startedAt));
    try {
      await this.record(claimed, lookUp);
    } catch (error) {
      await this.record(
        claimed,
        isUniqueViolation(error)
          ? unclear('The engagement that was found belongs to another one by now.')
          : this.failed(claimed, error),
      );
    }
  }

  /**
   * Whatever it failed of: a look-up that comes to nothing would begin anew at each lapse of its lease, without end.
   * @throws where the database is away, as nothing can be written then
   */
  private failed({ id, engagementId }: ClaimedSubmission, error: unknown): LookUp {
    if (isDatabaseUnavailable(error)) {
      throw error;
    }
    if (!(error instanceof AwsDidNotSay)) {
      this.logger.error({ engagementId, submissionId: id, err: loggableError(error) }, 'A look-up failed');
      return unclear('The look-up failed.');
    }
    const { kind, cause, problem } = classifyError(error.cause, '{}');
    if (kind === 'unknown') {
      this.trouble.report('aws-unreachable', SOURCE, cause);
    }
    return { ...unclear(`${problem.code}: the look-up failed.`), cause, awsRequestId: problem.awsRequestId };
  }

  /** A line for each, without anything of what was compared. */
  private tell({ id, engagementId }: ClaimedSubmission, lookUp: LookUp, durationMs: number): void {
    const why =
      lookUp.kind === 'unclear'
        ? { reason: lookUp.detail, cause: lookUp.cause, awsRequestId: lookUp.awsRequestId }
        : {};
    this.logger.log(
      { engagementId, submissionId: id, result: lookUp.kind, ...why, durationMs },
      'Looked up in Partner Central',
    );
  }

  private async lookUp(claimed: ClaimedSubmission, signal: AbortSignal): Promise<LookUp> {
    const { catalog, request } = claimed;
    const searched = { catalog, body: request.body };
    const candidates = await askAws(() => this.search.titled(searched, claimed.requestedAt, signal));
    const unrecorded = candidates && (await this.engagements.unrecordedArns(candidates));
    if (candidates === undefined || unrecorded === undefined || unrecorded.length > MAX_COMPARED) {
      return unclear('Partner Central has too many engagements to look through.');
    }
    const compared: Comparison[] = [];
    for (const arn of unrecorded) {
      const comparison = await askAws(() => this.search.compare(arn, searched, signal));
      if (comparison === undefined) {
        return unclear('Partner Central lists one with this title, and does not show it.');
      }
      compared.push(comparison);
    }
    return (
      (await this.verdictOn(compared, claimed)) ??
      // AWS shows at least one of ours.
      (candidates.length > unrecorded.length
        ? { kind: 'absent' }
        : await this.absentIfTrusted(claimed, signal))
    );
  }

  /** @returns undefined where none of these can be it */
  private async verdictOn(
    compared: readonly Comparison[],
    claimed: ClaimedSubmission,
  ): Promise<LookUp | undefined> {
    const [match, ...others] = compared.filter(({ differences }) => differences.length === 0);
    if (match === undefined) {
      // AWS may have brought a value into a form of its own: nothing is certain then.
      return compared.some(({ differences }) => differences.length === 1)
        ? unclear(
            'Partner Central has one with this title that differs in its description or its contexts only.',
          )
        : undefined;
    }
    if (others.length > 0) {
      return unclear('Partner Central has more than one engagement with this content.');
    }
    // Its twin may be under way with another token, and the one that AWS has may be the twin's.
    return (await this.repository.hasOpenTwin(claimed))
      ? unclear('Another open submission has the same content.')
      : { kind: 'found', engagement: match.engagement };
  }

  /** With a wrong account id, or the credentials of another account, AWS shows nothing of ours at all. */
  private async absentIfTrusted({ catalog }: ClaimedSubmission, signal: AbortSignal): Promise<LookUp> {
    const ours = await this.engagements.newestArns(catalog, SHOWN_OF);
    const isTrusted =
      ours.length === 0
        ? !this.search.isNarrowed
        : await askAws(() => this.search.showsAny(catalog, ours, signal));
    return isTrusted
      ? { kind: 'absent' }
      : unclear('Partner Central shows none of the engagements that this service has created.');
  }

  /** Only while the claim is ours and no attempt has begun since: an older look-up says nothing of a newer attempt. */
  private async record(claimed: ClaimedSubmission, lookUp: LookUp): Promise<void> {
    await this.repository.decideOn(claimed.id, RECONCILIATION, ({ heldBy, state, attemptOpen }) =>
      heldBy === claimed.holder && state.attempts === claimed.state.attempts && !attemptOpen
        ? afterLookUp(state, lookUp, claimed.refusedForMs, this.policy)
        : undefined,
    );
  }
}

/** AWS gave no answer to a look-up, or none that says anything. */
class AwsDidNotSay extends Error {
  override readonly name = 'AwsDidNotSay';
}

async function askAws<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw new AwsDidNotSay('Partner Central did not say', { cause });
  }
}

function unclear(detail: string): Extract<LookUp, { kind: 'unclear' }> {
  return { kind: 'unclear', detail };
}
