import { type NewFault } from '../faults/fault.js';

interface FaultExample {
  readonly summary: string;
  readonly value: NewFault;
}

/** Faults to try out. Each strikes once, so that the call after it goes through. */
export const faultExamples = {
  validation: {
    summary: "A field is refused: the first context's company name, of a lead",
    value: {
      operation: 'CreateEngagement',
      kind: 'error',
      times: 1,
      error: {
        name: 'ValidationException',
        message: 'The engagement breaks a business rule.',
        members: {
          Reason: 'BUSINESS_VALIDATION_FAILED',
          ErrorList: [
            {
              FieldName: 'contexts[0].payload.lead.customer.companyName',
              Message: 'The company is on no list of customers.',
              Code: 'INVALID_VALUE',
            },
          ],
        },
      },
    },
  },
  throttle: {
    summary: 'Too many calls',
    value: {
      operation: 'CreateEngagement',
      kind: 'error',
      times: 1,
      error: { name: 'ThrottlingException', message: 'Rate exceeded' },
    },
  },
  lostAnswer: {
    summary: 'The engagement is created, but the answer is lost',
    value: { operation: 'CreateEngagement', kind: 'reset-after', times: 1 },
  },
  slowAnswer: {
    summary: 'The answer takes three seconds',
    value: { operation: 'CreateEngagement', kind: 'delay', delayMs: 3000, times: 1 },
  },
  lateCreation: {
    summary: 'The engagement is created half a minute later, and its caller gets no answer',
    value: { operation: 'CreateEngagement', kind: 'late', delayMs: 30_000, times: 1 },
  },
} as const satisfies Record<string, FaultExample>;
