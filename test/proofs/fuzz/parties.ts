import type { Draws } from './draws.ts';

const NAMES = [
  'jane',
  'Jane Doe',
  'jürgen',
  '花子',
  "O'Neil",
  'B&B',
  '3Com',
  'front desk',
  'a=b',
  '100%',
  'x+y',
  'agent.7',
];
const HOSTS = ['acme.sip.twilio.com', '192.0.2.7', '192.0.2.7:5060', 'anonymous.invalid', '[2001:db8::7]', 'pbx'];
const HIDDEN = [
  'anonymous',
  'Restricted',
  'unavailable',
  'unknown',
  '+266696687',
  '+7378742833',
  '8656696',
  '+2562533',
];

/** Every form of a `From` or `To`: numbers of all notations, endpoints, hidden callers, names, and texts of no form. */
export const PARTY_FORMS: readonly ((draws: Draws) => string)[] = [
  (draws) => `+1508555${draws.whole(1000, 9999)}`,
  (draws) => `+44207946${draws.whole(1000, 9999)}`,
  (draws) => `508555${draws.whole(1000, 9999)}`,
  (draws) => `1508555${draws.whole(1000, 9999)}`,
  (draws) => `001508555${draws.whole(1000, 9999)}`,
  (draws) => `011442079${draws.whole(100_000, 999_999)}`,
  (draws) => `${draws.whole(10, 9_999_999)}`,
  (draws) => `*${draws.whole(1, 99)}#`,
  (draws) => `+1 (508) 555-${draws.whole(1000, 9999)}`,
  (draws) => `+1508555${draws.whole(1000, 9999)};ext=${draws.whole(1, 999)}`,
  (draws) => `client:${draws.pick(NAMES)}`,
  (draws) => `client:${encodeURIComponent(draws.pick(NAMES))}`,
  (draws) => `sip:${draws.pick(NAMES)}@${draws.pick(HOSTS)}`,
  (draws) => `sip:${draws.whole(10, 9_999_999)}@${draws.pick(HOSTS)}`,
  (draws) => `sip:+1508555${draws.whole(1000, 9999)}@${draws.pick(HOSTS)};transport=${draws.pick(['tls', 'udp'])}`,
  (draws) => `sips:${draws.pick(NAMES)}@${draws.pick(HOSTS)}`,
  (draws) => `"${draws.pick(NAMES)}" <sip:${draws.whole(10, 999)}@${draws.pick(HOSTS)}>`,
  (draws) => `tel:+1508555${draws.whole(1000, 9999)}`,
  (draws) => `sim:DE${draws.hex(32)}`,
  (draws) => `app:AP${draws.hex(32)}`,
  (draws) => `whatsapp:+1508555${draws.whole(1000, 9999)}`,
  (draws) => `${draws.pick(['conference', 'queue', 'room', 'x-y'])}:${draws.pick(NAMES)}`,
  (draws) => draws.pick(HIDDEN),
  (draws) => `${draws.pick(HIDDEN)}@${draws.pick(HOSTS)}`,
  (draws) => draws.pick(NAMES),
  (draws) => draws.pick(['', ' ', '+', '-', '0', '::', '@', 'sip:', 'client:', '\u0000']),
  (draws) => draws.pick(NAMES).repeat(draws.whole(1, 40)),
];
