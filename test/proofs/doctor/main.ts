/**
 * `npm run doctor:proof`: plants every misconfiguration in a simulated Twilio account, and every fault before the public URL,
 * and counts what the doctor finds of it and what it finds besides. Exit code 1: one was not found, or nothing wrong was found wrong.
 */
import type { DoctorCheck } from '@trunkline/telephony/doctor';
import { openTwilioConfiguration } from '@trunkline/twilio/configuration';
import { examineTwilio, publicUrlCheck } from '@trunkline/twilio/doctor';
import { openTwilio } from '@trunkline/twilio/rest';
import { postTestCallback } from '../../../apps/worker-reconcile/src/post-test-callbacks.ts';
import { startFakeServer } from '../../support/fake-server.ts';
import { startSimulator } from '../../support/processes/processes.ts';
import { ACCOUNT } from '../../support/processes/stack.ts';
import { controlSimulator } from '../../support/twilio/simulator-control.ts';
import { FRONTS, type Front } from './fronts.ts';
import { accountPlants, goodAccount, harmless, OWNED, SIP_DOMAIN } from './plants.ts';

const ORIGIN = 'https://calls.example.com';

type Outcome = { what: string; planted: string | null; found: string[] };

await using simulator = await startSimulator([], { env: ACCOUNT });
const control = controlSimulator(simulator.url);
using twilio = openTwilio({ ...ACCOUNT, TWILIO_API_URL: simulator.url, TWILIO_MAX_IN_FLIGHT: 10 });
const configuration = openTwilioConfiguration(ACCOUNT.TWILIO_ACCOUNT_SID, twilio.client);

const outcomes: Outcome[] = [];
const note = (what: string, planted: string | null, checks: readonly DoctorCheck[]) =>
  outcomes.push({ what, planted, found: checks.flatMap(({ findings }) => findings.map(({ kind }) => kind)) });

async function examine(configured: object): Promise<DoctorCheck[]> {
  await control.send('PUT', 'account', { ...goodAccount(ORIGIN), ...configured });
  return examineTwilio(configuration, {
    origin: new URL(ORIGIN),
    ownedNumbers: new Set([OWNED]),
    sipDomain: SIP_DOMAIN,
    authTokens: [ACCOUNT.TWILIO_AUTH_TOKEN],
  });
}

async function examineFront(front: Front): Promise<DoctorCheck> {
  if ('url' in front) return post(front.url);
  await using server = await startFakeServer((_, response) => void response.writeHead(front.status).end(front.body));
  return await post(server.url);
}

async function post(url: string): Promise<DoctorCheck> {
  const posted = await postTestCallback({ ...ACCOUNT, WEBHOOK_BASE_URL: url }, 'trunkline-test-proof');
  return publicUrlCheck({ ...posted, inboxId: null }, { origin: new URL(url), isReal: false });
}

for (const { what, configured } of harmless(ORIGIN)) note(what, null, await examine(configured));
for (const { kind, what, configured } of accountPlants(ORIGIN)) note(what, kind, await examine(configured));
for (const front of FRONTS) note(front.what, front.kind, [await examineFront(front)]);

const kinds = new Map<string, { planted: number; found: number }>();
let falseAlarms = 0;
for (const { what, planted, found } of outcomes) {
  const others = found.filter((kind) => kind !== planted);
  falseAlarms += others.length;
  if (others.length > 0) console.log(`  with ${what}: ${others.join(', ')} besides`);
  if (planted === null) continue;
  const count = kinds.get(planted) ?? { planted: 0, found: 0 };
  const isFound = found.includes(planted);
  if (!isFound) console.log(`  with ${what}: ${planted} was not found`);
  kinds.set(planted, { planted: count.planted + 1, found: count.found + (isFound ? 1 : 0) });
}
for (const [kind, { planted, found }] of kinds) console.log(`  ${kind.padEnd(34)}${found}/${planted}`);
const all = [...kinds.values()];
const result = {
  kinds: kinds.size,
  kindsFound: all.filter(({ planted, found }) => planted === found).length,
  planted: all.reduce((sum, { planted }) => sum + planted, 0),
  found: all.reduce((sum, { found }) => sum + found, 0),
  harmless: outcomes.filter(({ planted }) => planted === null).length,
  falseAlarms,
};
console.log(JSON.stringify({ doctor: result }));
process.exitCode = result.planted === result.found && falseAlarms === 0 ? 0 : 1;
