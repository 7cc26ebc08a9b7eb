import { createHash } from 'node:crypto';
import { contextTypes } from './rules/values.js';

/** What the mapping needs to know of an engagement; every field may be missing, as in a draft. */
export interface EngagementContent {
  readonly catalog?: string;
  readonly title?: string;
  readonly description?: string;
  readonly contexts?: readonly ContextContent[];
}

interface ContextContent {
  readonly id?: string;
  readonly type?: string;
  readonly qualificationStatus?: string;
  readonly customer?: CustomerContent;
  readonly project?: {
    readonly title?: string;
    readonly businessProblem?: string;
    readonly targetCompletionDate?: string;
  };
  readonly interactions?: readonly InteractionContent[];
}

interface CustomerContent {
  readonly companyName?: string;
  readonly industry?: string;
  readonly websiteUrl?: string;
  readonly countryCode?: string;
  readonly address?: {
    readonly city?: string;
    readonly postalCode?: string;
    readonly stateOrRegion?: string;
    readonly countryCode?: string;
  };
  readonly awsMaturity?: string;
  readonly marketSegment?: string;
}

interface InteractionContent {
  readonly sourceType?: string;
  readonly sourceId?: string;
  readonly sourceName?: string;
  readonly useCase?: string;
  readonly interactionDate?: string;
  readonly customerAction?: string;
  readonly businessProblem?: string;
  readonly contact?: {
    readonly businessTitle?: string;
    readonly email?: string;
    readonly firstName?: string;
    readonly lastName?: string;
    readonly phone?: string;
  };
}

/** A CreateEngagement request as it goes over the wire. */
export interface FrozenRequest {
  readonly clientToken: string;
  /** The exact JSON body. */
  readonly body: string;
  /** SHA-256 of the body's UTF-8 bytes, in lower-case hex: what SigV4 signs as `x-amz-content-sha256`. */
  readonly sha256: string;
}

/** Whether there is a request of an engagement: not while it lacks the type of a context, as a draft may. */
export function hasRequest({ contexts = [] }: EngagementContent): boolean {
  return contexts.every(({ type = '' }) => Object.hasOwn(contextTypes, type));
}

/**
 * Writes the CreateEngagement request of an engagement.
 *
 * The same content and token give the same bytes, today and after any upgrade of the SDK: AWS answers a token that
 * comes back with another body with a ConflictException.
 * @throws TypeError where there is none
 */
export function createEngagementRequest(content: EngagementContent, clientToken: string): FrozenRequest {
  const body = JSON.stringify(toCreateEngagement(content, clientToken));
  return { clientToken, body, sha256: createHash('sha256').update(body).digest('hex') };
}

function toCreateEngagement(content: EngagementContent, clientToken: string) {
  return {
    Catalog: content.catalog,
    ClientToken: clientToken,
    Title: filled(content.title),
    Description: filled(content.description),
    Contexts: content.contexts?.length ? content.contexts.map(toContext) : undefined,
  };
}

function toContext(context: ContextContent) {
  switch (context.type) {
    case 'lead':
      return { Id: filled(context.id), Type: contextTypes.lead, Payload: { Lead: toLead(context) } };
    case 'customerProject':
      return {
        Id: filled(context.id),
        Type: contextTypes.customerProject,
        Payload: { CustomerProject: toCustomerProject(context) },
      };
    default:
      throw new TypeError('A context without a known type has no request; readiness refuses it before');
  }
}

function toCustomerProject({ customer, project }: ContextContent) {
  return {
    Customer: customer && {
      Industry: filled(customer.industry),
      CompanyName: filled(customer.companyName),
      WebsiteUrl: filled(customer.websiteUrl),
      CountryCode: filled(customer.countryCode),
    },
    Project: project && {
      Title: filled(project.title),
      BusinessProblem: filled(project.businessProblem),
      TargetCompletionDate: filled(project.targetCompletionDate),
    },
  };
}

function toLead({ qualificationStatus, customer, interactions }: ContextContent) {
  return {
    QualificationStatus: filled(qualificationStatus),
    Customer: customer && {
      Industry: filled(customer.industry),
      CompanyName: filled(customer.companyName),
      WebsiteUrl: filled(customer.websiteUrl),
      Address: customer.address && {
        City: filled(customer.address.city),
        PostalCode: filled(customer.address.postalCode),
        StateOrRegion: filled(customer.address.stateOrRegion),
        CountryCode: filled(customer.address.countryCode),
      },
      AwsMaturity: filled(customer.awsMaturity),
      MarketSegment: filled(customer.marketSegment),
    },
    Interactions: interactions?.map(toInteraction),
  };
}

function toInteraction(interaction: InteractionContent) {
  const { contact } = interaction;
  return {
    SourceType: filled(interaction.sourceType),
    SourceId: filled(interaction.sourceId),
    SourceName: filled(interaction.sourceName),
    Usecase: filled(interaction.useCase),
    InteractionDate: filled(interaction.interactionDate),
    CustomerAction: filled(interaction.customerAction),
    BusinessProblem: filled(interaction.businessProblem),
    Contact: contact && {
      BusinessTitle: filled(contact.businessTitle),
      Email: filled(contact.email),
      // AWS's model asks for the members, and takes empty ones.
      FirstName: contact.firstName,
      LastName: contact.lastName,
      Phone: filled(contact.phone),
    },
  };
}

/** An empty text says nothing; leaving it out says the same and breaks no rule. */
function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
