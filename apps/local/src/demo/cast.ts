/**
 * The people of the demo. All names are made up, and all numbers are reserved for fiction: 555-01xx in North America,
 * 020 7946 0xxx in London (Ofcom).
 */

/** Someone who calls or is called. */
type Caller = { number: string; name: string };

/** A user of Trunkline. */
type User = { name: string; role: 'admin' | 'monitor' | 'reader' | 'client'; number?: string };

/** Raises the sirens. */
export const MONITOR = { name: 'Nadia Rahimi', role: 'monitor' } as const satisfies User;
/** Answers them, and orders calls and interviews. */
export const ADMIN = { name: 'Tom Whitfield', role: 'admin' } as const satisfies User;
/** Talks with the client of an order. */
export const READER = { name: 'Leo Brandt', role: 'reader', number: '+16175550150' } as const satisfies User;
export const CLIENT = { name: 'Helen Marsh', role: 'client', number: '+15085550151' } as const satisfies User;

export const USERS: readonly User[] = [MONITOR, ADMIN, READER, CLIENT, { name: 'Priya Nair', role: 'reader' }];

/** SIP phones that dial out. */
const SIP_USERS = ['leo.brandt', 'priya.nair', 'nora.lind'];

/** Calls, hangs up, and calls again. */
export const RETURNING_CALLER: Caller = { number: '+14155550152', name: 'Elena Petrova' };

/** Their last two digits select what the simulated Twilio lets them say: 11 is vague, all others are good. */
export const CANDIDATES = {
  quick: { candidate_id: 1001, name: 'Maya Lindgren', phone: '+12065550137' },
  thorough: { candidate_id: 1002, name: 'Jonas Weber', phone: '+13125550138' },
};

export const TEMPLATES = {
  quick: {
    job_description_id: 'de300000-0000-4000-8000-000000000002',
    title: 'Dispatcher: first call',
    questions: [{ text: 'Which project are you proud of?', rubric: 'Names a project and a result.' }],
  },
  thorough: {
    job_description_id: 'de300000-0000-4000-8000-000000000003',
    title: 'Support engineer: interview',
    questions: [
      { text: 'Which outage did you learn the most from?', rubric: 'Names a cause and a change that followed.' },
      { text: 'How do you explain a technical problem to a customer?', rubric: 'Gives an example.' },
      { text: 'How do you decide what to work on first?', rubric: 'Names a rule and applies it.' },
      { text: 'What would you do in your first month with us?', rubric: 'Gives concrete steps.' },
      { text: 'What do you want to get better at?', rubric: 'Names something, and how.' },
    ],
  },
};

/** Contacts with a name. */
export const CALLERS: readonly Caller[] = [
  { number: '+15085550101', name: 'Ruth Amsel' },
  { number: '+16175550102', name: 'Daniel Okafor' },
  { number: '+12025550103', name: 'Grace Tanaka' },
  { number: '+18035550104', name: 'Miguel Santos' },
  { number: '+17025550105', name: 'Anna Kowalska' },
  { number: '+18325550106', name: 'Samuel Adeyemi' },
  { number: '+16155550107', name: 'Claire Fontaine' },
  { number: '+18055550108', name: 'Jorge Medina' },
  { number: '+16615550109', name: 'Aisha Khan' },
  { number: '+18185550110', name: 'Peter Novak' },
  { number: '+13125550113', name: 'Sofia Rossi' },
  { number: '+12065550114', name: 'Henry Walsh' },
  { number: '+13055550115', name: 'Valeria Cruz' },
  { number: '+16045550116', name: 'Wei Zhang' },
  { number: '+15145550117', name: 'Luc Gagnon' },
  { number: '+442079460118', name: 'Eleanor Hughes' },
  { number: '+15085550119', name: 'Tomas Berg' },
  { number: '+16175550120', name: 'Fatima Al-Sayed' },
  { number: '+19105550130', name: 'Walter Simmons' },
  { number: '+12025550134', name: 'Ingrid Halvorsen' },
  { number: '+18035550135', name: 'Marcus Reed' },
  { number: '+17025550136', name: 'Lucia Moretti' },
  { number: '+18325550139', name: 'Brandon Lee' },
  { number: '+16155550140', name: 'Emma Caldwell' },
  { number: '+18055550144', name: 'Rafael Duarte' },
  { number: '+16615550145', name: 'Julia Steiner' },
  { number: '+18185550146', name: 'Kofi Mensah' },
  { number: '+13125550147', name: 'Olivia Grant' },
  { number: '+12065550148', name: 'Mateo Vargas' },
  { number: '+13055550149', name: 'Hannah Fischer' },
  { number: '+16045550160', name: 'Arjun Patel' },
  { number: '+15145550161', name: 'Camille Roy' },
  { number: '+442079460162', name: 'George Ashby' },
  { number: '+15085550163', name: 'Naomi Feldman' },
  { number: '+16175550164', name: 'Victor Popescu' },
  { number: '+19105550165', name: 'Linda Carver' },
  { number: '+12025550166', name: 'Yusuf Demir' },
  { number: '+18035550167', name: 'Isabel Ortega' },
  { number: '+17025550168', name: 'Oscar Lindqvist' },
  { number: '+18325550169', name: 'Teresa Nguyen' },
  { number: '+16155550170', name: 'Robert Hale' },
  { number: '+18055550171', name: 'Mina Park' },
  { number: '+16615550172', name: 'Andre Dubois' },
  { number: '+18185550173', name: 'Carmen Ibarra' },
  { number: '+13125550174', name: 'Paul Richter' },
  { number: '+12065550175', name: 'Zoe Marchetti' },
  { number: '+13055550176', name: 'Ibrahim Diallo' },
  { number: '+442079460177', name: 'Margaret Bell' },
];

/** Numbers of people whom Trunkline does not know. */
const STRANGERS = [
  '+15085550180',
  '+16175550181',
  '+19105550182',
  '+12025550183',
  '+17025550184',
  '+18325550185',
  '+18185550186',
  '+13125550187',
  '+12065550188',
  '+16045550189',
  '+18885550190',
  '+442079460191',
];

/** The contacts whose names Trunkline knows. */
export const CONTACTS: readonly Caller[] = [
  ...CALLERS,
  RETURNING_CALLER,
  ...[READER, CLIENT].map(({ name, number }) => ({ name, number })),
  ...Object.values(CANDIDATES).map(({ name, phone: number }) => ({ name, number })),
];

/** The addresses that the simulated Twilio plays calls with; it knows no names. */
export function listAddresses(sipDomain: string): string[] {
  const numbers = CALLERS.map(({ number }) => number);
  const withStrangers = STRANGERS.flatMap((number, n) => [...numbers.slice(4 * n, 4 * n + 4), number]);
  return [...withStrangers, ...SIP_USERS.map((user) => `sip:${user}@${sipDomain}`)];
}
