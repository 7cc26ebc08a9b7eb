import './require-node.js';
import 'reflect-metadata';
import { processSettings } from './config/environment.js';
import { SettingsError } from './config/settings.js';
import { checkDatabase } from './deployment-check/check-database.js';
import { checkIdentityProvider } from './deployment-check/check-identity-provider.js';
import { checkPartnerCentral } from './deployment-check/check-partner-central.js';
import { type CheckResult, failed, ok } from './deployment-check/check-result.js';

/**
 * `npm run check:deployment`: tries once all that a deployment rests on, and changes nothing. A line for each check; ends
 * with 1 where one has failed, else with 0.
 */
async function main(): Promise<void> {
  const results = await checkAll();
  for (const { outcome, check, words } of results) {
    console.log(`${outcome.padEnd(8)} ${check}: ${words}`);
  }
  process.exitCode = results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

async function checkAll(): Promise<CheckResult[]> {
  try {
    const settings = processSettings('api');
    const [database, partnerCentral, identityProvider] = await Promise.all([
      checkDatabase(settings),
      checkPartnerCentral(settings),
      checkIdentityProvider(settings),
    ]);
    return [ok('settings', 'can be read'), ...database, partnerCentral, ...identityProvider];
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    return error.message.split('\n').map((line) => failed('settings', line));
  }
}

await main();
