/** Bodies for tests: complete unless said otherwise, with fresh objects at every call. */

export function customerProject(overrides: object = {}) {
  return {
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
    ...overrides,
  };
}

export function contact(overrides: object = {}) {
  return {
    businessTitle: 'CTO',
    email: 'ada@acme.example.com',
    firstName: 'Ada',
    lastName: 'Byron',
    phone: '+12065550100',
    ...overrides,
  };
}

export function interaction(overrides: object = {}) {
  return {
    sourceType: 'Event',
    sourceId: 'evt-42',
    sourceName: 'Retail Summit',
    useCase: 'Migration',
    interactionDate: '2026-11-02T10:30:00Z',
    customerAction: 'Asked for a meeting',
    businessProblem: 'On-premises capacity runs out each November.',
    contact: contact(),
    ...overrides,
  };
}

export function lead(overrides: object = {}) {
  return {
    type: 'lead',
    qualificationStatus: 'Qualified',
    customer: {
      companyName: 'Acme',
      industry: 'Retail',
      websiteUrl: 'acme.example.com',
      address: { city: 'Seattle', postalCode: '98101', stateOrRegion: 'Washington', countryCode: 'US' },
      awsMaturity: 'Exploring',
      marketSegment: 'Enterprise',
    },
    interactions: [interaction()],
    ...overrides,
  };
}

export function engagement(overrides: object = {}) {
  return {
    title: 'Cloud migration for Acme',
    description: "Move Acme's order platform to AWS",
    contexts: [customerProject(), lead()],
    ...overrides,
  };
}
