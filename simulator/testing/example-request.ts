import { randomUUID } from 'node:crypto';

/** A CreateEngagement body that keeps to every rule, with a token of its own; a spec changes what it is about. */
export function exampleRequest() {
  return {
    Catalog: 'Sandbox',
    ClientToken: randomUUID(),
    Title: 'Cloud migration for Acme',
    Description: 'Move the order platform to AWS',
    Contexts: [exampleCustomerProject(), exampleLead()],
  };
}

export function exampleCustomerProject() {
  return {
    Type: 'CustomerProject' as const,
    Payload: {
      CustomerProject: {
        Customer: {
          Industry: 'Retail' as const,
          CompanyName: 'Acme',
          WebsiteUrl: 'acme.example.com',
          CountryCode: 'US' as const,
        },
        Project: {
          Title: 'Order platform',
          BusinessProblem: 'On-premises capacity runs out each November.',
          TargetCompletionDate: '2027-06-30',
        },
      },
    },
  };
}

export function exampleLead() {
  return {
    Type: 'Lead' as const,
    Payload: {
      Lead: {
        QualificationStatus: 'Qualified',
        Customer: {
          Industry: 'Retail' as const,
          CompanyName: 'Acme',
          WebsiteUrl: 'https://acme.example.com/shop',
          Address: {
            City: 'Seattle',
            PostalCode: '98101',
            StateOrRegion: 'Washington',
            CountryCode: 'US' as const,
          },
          AwsMaturity: 'Exploring',
          MarketSegment: 'Enterprise',
        },
        Interactions: [
          {
            SourceType: 'Event',
            SourceId: 'evt-42',
            SourceName: 'Retail Summit',
            Usecase: 'Migration',
            CustomerAction: 'Asked for a meeting',
            BusinessProblem: 'On-premises capacity runs out each November.',
            Contact: {
              BusinessTitle: 'CTO',
              Email: 'ada@acme.example.com',
              FirstName: 'Ada',
              LastName: 'Byron',
              Phone: '+12065550100',
            },
          },
        ],
      },
    },
  };
}
