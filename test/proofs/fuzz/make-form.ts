import { ACCOUNT } from '../field/placeholders.ts';
import { applicationName, applicationValue, headerName } from './application-parameters.ts';
import { openDraws, type Draws } from './draws.ts';
import { PARTY_FORMS } from './parties.ts';
import { REPORTS } from './reports.ts';
import { REQUESTS } from './requests.ts';

const CALLBACKS = [...REPORTS, ...REQUESTS];

export type Pair = readonly [name: string, value: string];

/** One signed request: its path and query, and its form. */
export type Form = { name: string; callSid: string; target: string; pairs: readonly Pair[] };

/** The n-th form of a seed. */
export function makeForm(seed: number, n: number): Form {
  const draws = openDraws(seed, n);
  const { name, paths, fields } = draws.pick(CALLBACKS);
  const callSid = `CA${n.toString(16).padStart(8, '0')}${draws.hex(24)}`;
  const form = new Map<string, string>([
    ['AccountSid', ACCOUNT],
    ['CallSid', callSid],
  ]);
  for (const [key, make] of Object.entries(fields)) {
    const isOptional = key.endsWith('?');
    if (!isOptional || draws.happens(0.5)) form.set(key.replace('?', ''), make(draws));
  }
  if ('CallStatus' in fields || draws.happens(0.3)) addParties(draws, form);
  for (let more = draws.whole(0, 4); more > 0; more--) {
    const own = draws.happens(0.6) ? applicationName(draws) : headerName(draws);
    if (!form.has(own)) form.set(own, applicationValue(draws, own));
  }
  const pairs = draws.shuffle([...form]);
  if (draws.happens(0.05)) pairs.push(draws.pick(pairs)); // a pair that comes twice is signed once
  return { name, callSid, target: draws.pick(paths) + queryOf(draws), pairs };
}

/** A form that has a forged value in a field of Twilio's: the search for forged values must find it. */
export function plantedForm(): Form {
  const callSid = `CA${'9'.repeat(32)}`;
  const fields = { AccountSid: ACCOUNT, CallSid: callSid, CallStatus: 'completed', SequenceNumber: '0' };
  const pairs = Object.entries({ ...fields, CallDuration: '7', ErrorMessage: 'a forged message' });
  return { name: 'planted', callSid, target: '/webhooks/twilio/voice-status', pairs };
}

/** Twilio names each party twice; in the request of a whisper the two may differ. */
function addParties(draws: Draws, form: Map<string, string>): void {
  for (const [name, twin] of TWINS) {
    const party = draws.pick(PARTY_FORMS)(draws);
    form.set(name, party);
    if (draws.happens(0.9)) form.set(twin, party);
  }
}

const TWINS = [
  ['From', 'Caller'],
  ['To', 'Called'],
] as const;

/** Parameters that the application put into its callback URL. */
function queryOf(draws: Draws): string {
  if (draws.happens(0.7)) return '';
  const query = new URLSearchParams();
  for (let more = draws.whole(1, 3); more > 0; more--) {
    const name = applicationName(draws);
    query.append(name, applicationValue(draws, name));
  }
  return `?${query.toString()}`;
}
