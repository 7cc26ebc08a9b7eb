// The scans of an event, a line of JSON each, into AWS, each visitor once: node lead-capture.ts scans.jsonl
import { readFileSync } from 'node:fs';
import { type EngagementDraft, PartnerEngagements } from '@partner-engagements/client';

const { API_URL: baseUrl = 'http://127.0.0.1:3000', API_KEY: apiKey } = process.env;
const { engagements } = new PartnerEngagements({ baseUrl, apiKey });

function leadOf({ wants, customer, contact, event }: ReturnType<typeof JSON.parse>): EngagementDraft {
  const interactions = [{ ...event, customerAction: 'Visited our booth', businessProblem: wants, contact }];
  const title = `${customer.companyName} at ${event.sourceName}`;
  return { title, description: wants, contexts: [{ type: 'lead', customer, interactions }] };
}

async function deliver(line: string) {
  const { badge, ...scan } = JSON.parse(line);
  try {
    const { partnerCentral } = await engagements.put(badge, leadOf(scan), { submit: true });
    console.log(`${badge}: ${partnerCentral?.arn}`);
  } catch (error) {
    console.error(`${badge}:`, error); // Run it again at any time: what is in AWS already stays as it is.
    process.exitCode = 1;
  }
}

const lines = readFileSync(process.argv[2] ?? 'scans.jsonl', 'utf8')
  .trim()
  .split('\n')
  .values();
const deliverSome = async () => {
  for (const line of lines) await deliver(line);
};
await Promise.all(Array.from({ length: 8 }, deliverSome));
