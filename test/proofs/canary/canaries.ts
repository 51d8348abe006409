import { randomBytes, randomInt } from 'node:crypto';

const word = (): string => `canary-${randomBytes(6).toString('hex')}`;
/** Its digits are searched for as well. The last two, 00, let the candidate of the simulator answer. */
const number = (): string => `+1617${randomInt(212, 911)}${randomInt(10, 100)}00`;
/** Long enough for every setting that takes a secret. */
const secret = (): string => `${word()}${randomBytes(24).toString('hex')}`;

/** One for each place where personal data or a secret enters. */
const CANARIES = {
  caller: number,
  callerName: word,
  callerCity: word,
  client: number,
  clientName: word,
  reader: number,
  readerName: word,
  candidate: number,
  candidateName: word,
  malformedNumber: number,
  forgedNumber: number,
  question: word,
  rubric: word,
  decisionNote: word,
  decidedBy: word,
  orderNote: word,
  dropReason: word,
  sirenReason: word,
  sirenResolution: word,
  campaignName: word,
  webhookPath: word,
  password: secret,
  wrongPassword: secret,
  wrongName: word,
  wrongKey: secret,
  wrongToken: secret,
  wrongBoardPassword: secret,
  malformedBody: word,
  malformedValue: word,
  malformedQuery: word,
  malformedHeader: word,
  idempotencyKey: word,
  authToken: secret,
  secondToken: secret,
  apiKey: secret,
  jwtSecret: secret,
  signingSecret: secret,
  boardPassword: secret,
  modelKey: secret,
} as const;
export type CanaryName = keyof typeof CANARIES;

/** New canaries, so that no earlier run can cause a hit. */
export function makeCanaries(): Record<CanaryName, string> {
  return Object.fromEntries(Object.entries(CANARIES).map(([name, make]) => [name, make()])) as Record<
    CanaryName,
    string
  >;
}
