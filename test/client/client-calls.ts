import { type EngagementDraft, ProblemError } from '@partner-engagements/client';

/** A complete one, unless said otherwise. */
export const draft = (more: Partial<EngagementDraft> = {}): EngagementDraft => ({
  title: 'Cloud migration for Acme',
  description: 'Move the order platform to AWS',
  contexts: [
    {
      type: 'customerProject',
      customer: {
        companyName: 'Acme',
        industry: 'Retail',
        websiteUrl: 'acme.example.com',
        countryCode: 'US',
      },
      project: {
        title: 'Order platform',
        businessProblem: 'On-premises capacity runs out each November.',
        targetCompletionDate: '2099-06-30',
      },
    },
  ],
  ...more,
});

let last = 0;
/** A reference that no other call has. */
export const newRef = () => `ref-${(last += 1)}`;

/** The error that a call ends in. */
export async function thrownBy(call: Promise<unknown>): Promise<ProblemError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProblemError) {
      return error;
    }
    throw error;
  }
  throw new Error('It threw nothing.');
}
