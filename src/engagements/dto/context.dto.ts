import {
  addressRules,
  contactRules,
  customerProjectRules,
  interactionRules,
  leadCustomerRules,
  leadRules,
  projectCustomerRules,
  projectRules,
  untypedContextRules,
  untypedCustomerRules,
} from '../../partner-central/rules/context.rules.js';
import { ListField, ObjectField, TextField } from './field.decorator.js';

/** Personal data: handle with care. */
export class ContactDto {
  @TextField(contactRules.businessTitle) businessTitle?: string;
  @TextField(contactRules.email) email?: string;
  @TextField(contactRules.firstName) firstName?: string;
  @TextField(contactRules.lastName) lastName?: string;
  @TextField(contactRules.phone) phone?: string;
}

export class InteractionDto {
  @TextField(interactionRules.sourceType) sourceType?: string;
  @TextField(interactionRules.sourceId) sourceId?: string;
  @TextField(interactionRules.sourceName) sourceName?: string;
  @TextField(interactionRules.useCase) useCase?: string;
  @TextField(interactionRules.interactionDate) interactionDate?: string;
  @TextField(interactionRules.customerAction) customerAction?: string;
  @TextField(interactionRules.businessProblem) businessProblem?: string;
  @ObjectField(interactionRules.contact, () => ContactDto) contact?: ContactDto;
}

export class AddressDto {
  @TextField(addressRules.city) city?: string;
  @TextField(addressRules.postalCode) postalCode?: string;
  @TextField(addressRules.stateOrRegion) stateOrRegion?: string;
  @TextField(addressRules.countryCode) countryCode?: string;
}

export class LeadCustomerDto {
  @TextField(leadCustomerRules.companyName) companyName?: string;
  @TextField(leadCustomerRules.industry) industry?: string;
  @TextField(leadCustomerRules.websiteUrl) websiteUrl?: string;
  @ObjectField(leadCustomerRules.address, () => AddressDto) address?: AddressDto;
  @TextField(leadCustomerRules.awsMaturity) awsMaturity?: string;
  @TextField(leadCustomerRules.marketSegment) marketSegment?: string;
}

export class UntypedCustomerDto {
  @TextField(untypedCustomerRules.companyName) companyName?: string;
  @TextField(untypedCustomerRules.industry) industry?: string;
  @TextField(untypedCustomerRules.websiteUrl) websiteUrl?: string;
  @ObjectField(untypedCustomerRules.address, () => AddressDto) address?: AddressDto;
  @TextField(untypedCustomerRules.awsMaturity) awsMaturity?: string;
  @TextField(untypedCustomerRules.marketSegment) marketSegment?: string;
  @TextField(untypedCustomerRules.countryCode) countryCode?: string;
}

export class ProjectCustomerDto {
  @TextField(projectCustomerRules.companyName) companyName?: string;
  @TextField(projectCustomerRules.industry) industry?: string;
  @TextField(projectCustomerRules.websiteUrl) websiteUrl?: string;
  @TextField(projectCustomerRules.countryCode) countryCode?: string;
}

export class ProjectDto {
  @TextField(projectRules.title) title?: string;
  @TextField(projectRules.businessProblem) businessProblem?: string;
  @TextField(projectRules.targetCompletionDate) targetCompletionDate?: string;
}

export class CustomerProjectContextDto {
  @TextField(customerProjectRules.id) id?: string;
  @TextField({ ...customerProjectRules.type, values: ['customerProject'] })
  type?: 'customerProject';
  @ObjectField(customerProjectRules.customer, () => ProjectCustomerDto) customer?: ProjectCustomerDto;
  @ObjectField(customerProjectRules.project, () => ProjectDto) project?: ProjectDto;
}

export class LeadContextDto {
  @TextField(leadRules.id) id?: string;
  @TextField({ ...leadRules.type, values: ['lead'] }) type?: 'lead';
  @TextField(leadRules.qualificationStatus) qualificationStatus?: string;
  @ObjectField(leadRules.customer, () => LeadCustomerDto) customer?: LeadCustomerDto;
  @ListField(leadRules.interactions, () => InteractionDto) interactions?: InteractionDto[];
}

/** A context of a draft that does not say yet what it is. */
export class UntypedContextDto {
  @TextField(untypedContextRules.id) id?: string;
  // Typed as text: here stands whatever is no known type.
  @TextField(untypedContextRules.type) type?: string;
  @TextField(untypedContextRules.qualificationStatus) qualificationStatus?: string;
  @ObjectField(untypedContextRules.customer, () => UntypedCustomerDto) customer?: UntypedCustomerDto;
  @ObjectField(untypedContextRules.project, () => ProjectDto) project?: ProjectDto;
  @ListField(untypedContextRules.interactions, () => InteractionDto) interactions?: InteractionDto[];
}

export type ContextDto = CustomerProjectContextDto | LeadContextDto | UntypedContextDto;
