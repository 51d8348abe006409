import type { Draws } from './draws.ts';
import { FORGERIES, forgedText } from './forgeries.ts';
import { freeText, json } from './values.ts';

const KNOWN = Object.keys(FORGERIES);
const PREFIXES = ['customer', 'lead_', 'X', 'my-', 'Original', 'a.', 'AAA', '0', 'é', ' '];
const SUFFIXES = ['2', 'Text', '_id', 's', '-old', '[]', '.x', ' '];
const PLAIN = [
  'token',
  'state',
  'note',
  '__proto__',
  'constructor',
  'toString',
  'имя',
  '🎧',
  'a',
  'zz',
  'url',
  'attempt',
];
const PARAMETERS = ['candidate_id', 'campaign_id', 'interview_id', 'call_id', 'intent_id'];

/** A name that an application or a caller chose: with a name of Twilio's in it, around it or in another case; never that name. */
export function applicationName(draws: Draws): string {
  const name = draws.pick(KNOWN);
  const made = draws.pick([
    () => draws.pick(PREFIXES) + name,
    () => name + draws.pick(SUFFIXES),
    () => draws.pick(PREFIXES) + name + draws.pick(SUFFIXES),
    () => name.toLowerCase(),
    () => name.toUpperCase(),
    () => name[0]!.toLowerCase() + name.slice(1),
    () => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(),
    () => `data[${name}]`,
    () => `x_${draws.pick(PARAMETERS)}`,
    () => draws.pick(PLAIN),
    () => forgedText(draws).slice(0, 100),
  ])();
  return made === '' || TWILIO_NAME.test(made) ? `x${made}` : made;
}

/** The form of Twilio's own names, with which an application’s would be a field of Twilio's. */
const TWILIO_NAME = new RegExp(`^(?:${KNOWN.join('|')})$`);

/** The header of a SIP caller, as Twilio hands it on. */
export const headerName = (draws: Draws): string =>
  draws.pick(['SipHeader_', 'SipHeader_X-', 'SipHeader_x-', 'DialSipHeader_X-']) +
  draws.pick([draws.pick(KNOWN), draws.pick(KNOWN).toLowerCase(), 'User-to-User', 'Trace-Id']);

/** A value with a forged one in it, or the forged value of the very field that the name imitates. */
export function applicationValue(draws: Draws, name: string): string {
  const imitated = KNOWN.findLast((known) => name.toLowerCase().includes(known.toLowerCase()));
  return draws.pick([
    () => forgedText(draws),
    () => freeText(draws),
    () => json(draws),
    () => (imitated === undefined ? forgedText(draws) : FORGERIES[imitated]!(draws)),
    () => (imitated === undefined ? forgedText(draws) : FORGERIES[imitated]!(draws)),
  ])();
}
