import { Injectable } from '@nestjs/common';
import type { Finding } from '../../errors/finding.js';
import { EngagementsService } from '../engagements.service.js';
import { columnAt, leadColumns, type LeadColumn } from './csv/lead-columns.js';

/** A lead that has all that a row can have, and nothing in it. */
const emptyLead = { type: 'lead', customer: {}, interactions: [{ contact: {} }] };

/** No field of an address is needed, but an address is: its country says most, as phone numbers are read with it. */
const ADDRESS = '/contexts/0/customer/address';

/** What a row of CSV needs before its engagement can be submitted. */
@Injectable()
export class NeededColumns {
  private found: readonly LeadColumn[] | undefined;

  constructor(private readonly engagements: EngagementsService) {}

  has(column: LeadColumn): boolean {
    return this.all().includes(column);
  }

  /**
   * The columns to fill in or to mend before a row can be submitted.
   * @param findings what stands in its way. One about a missing part of the lead stands for all that the part needs
   */
  toMend(findings: readonly Finding[]): LeadColumn[] {
    const columns = findings.flatMap(({ pointer }) => {
      const column = columnAt(pointer);
      if (column !== undefined) {
        return [column];
      }
      const within = this.all().filter((one) => leadColumns[one].startsWith(`${pointer ?? ''}/`));
      return pointer === ADDRESS ? ['countryCode' as const] : within;
    });
    return [...new Set(columns)];
  }

  /** Asked of the checks themselves, so that there is no second list of what they need. */
  private all(): readonly LeadColumn[] {
    this.found ??= this.engagements
      .read({ contexts: [emptyLead] })
      .submitFindings.flatMap(({ pointer }) => columnAt(pointer) ?? []);
    return this.found;
  }
}
