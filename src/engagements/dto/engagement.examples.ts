/**
 * Requests to try out. None has an `externalRef`, which would be taken at the second try. Swagger UI shows a summary in
 * a selector, where Markdown stays as it is.
 */

const customerProject = {
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
    targetCompletionDate: '2027-06-30',
  },
};

const lead = {
  type: 'lead',
  qualificationStatus: 'Qualified',
  customer: {
    companyName: 'Acme',
    industry: 'Retail',
    websiteUrl: 'acme.example.com',
    address: { city: 'Seattle', postalCode: '98101', stateOrRegion: 'WA', countryCode: 'US' },
    awsMaturity: 'Exploring',
    marketSegment: 'Enterprise',
  },
  interactions: [
    {
      sourceType: 'Event',
      sourceId: 'evt-42',
      sourceName: 'Retail Summit',
      useCase: 'Migration',
      interactionDate: '2026-11-02T10:30:00Z',
      customerAction: 'Asked for a meeting',
      businessProblem: 'On-premises capacity runs out each November.',
      contact: {
        businessTitle: 'CTO',
        email: 'ada@acme.example.com',
        firstName: 'Ada',
        lastName: 'Byron',
        phone: '(206) 555-0100',
      },
    },
  ],
};

const both = {
  catalog: 'Sandbox',
  title: 'Cloud migration for Acme',
  description: "Move Acme's order platform to AWS",
  contexts: [customerProject, lead],
};

/** Contexts as they are shown: in canonical form. */
export const shownContexts = [{ id: '1', ...customerProject }];

export const draftExamples = {
  customerProject: { summary: 'A customer project', value: { ...both, contexts: [customerProject] } },
  lead: { summary: 'A lead', value: { ...both, title: 'Lead from Retail Summit', contexts: [lead] } },
  both: { summary: 'A customer project and a lead', value: both },
  incompleteDraft: {
    summary: 'An incomplete draft: the answer says what is missing, in “readiness”',
    value: {
      title: 'Lead from Retail Summit',
      contexts: [{ type: 'lead', customer: { companyName: 'Acme' } }],
    },
  },
  withSubmit: {
    summary: 'Complete: choose true for “submit” above, and it is created in AWS too',
    value: { ...both, title: 'Acme order platform' },
  },
};

export const mergePatchExamples = {
  title: { summary: 'Another title', value: { title: 'Order platform for Acme' } },
  clear: { summary: 'No description any more', value: { description: null } },
  completeLead: {
    summary: 'All that an incomplete lead lacks',
    value: { description: both.description, contexts: [lead] },
  },
};

export const jsonPatchExamples = {
  field: {
    summary: 'One field within a context, if it is still what it was',
    value: [
      { op: 'test', path: '/contexts/0/customer/industry', value: 'Retail' },
      { op: 'replace', path: '/contexts/0/customer/industry', value: 'Travel' },
    ],
  },
  add: {
    summary: 'One more context, and a title',
    value: [
      { op: 'add', path: '/contexts/-', value: lead },
      { op: 'add', path: '/title', value: 'Order platform for Acme' },
    ],
  },
  remove: { summary: 'No description any more', value: [{ op: 'remove', path: '/description' }] },
};
