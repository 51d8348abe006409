import type { OperationKind } from './operation-kind.ts';

/** How many items an operation has, and of how many calls or endpoints they are. */
export type OperationCount = { items: number; groups: number };

type Wording = {
  verb: string;
  noun: string;
  /** What they are of; absent where they are what is counted. */
  of?: string;
  effects: string;
};

const WORDS: Readonly<Record<OperationKind, Wording>> = {
  'dead-letters.replay': {
    verb: 'replay',
    noun: 'callback',
    of: 'call',
    effects: 'Twilio is not contacted. No call is placed.',
  },
  'dead-letters.discard': {
    verb: 'discard',
    noun: 'callback',
    of: 'call',
    effects: 'They are never applied, and stay in the inbox with the reason.',
  },
  'quarantined.release': {
    verb: 'release',
    noun: 'quarantined callback',
    of: 'call',
    effects: 'They are applied although they were not believed. Twilio is not contacted. No call is placed.',
  },
  'quarantined.discard': {
    verb: 'discard',
    noun: 'quarantined callback',
    of: 'call',
    effects: 'They are never applied, and stay in the inbox with the reason.',
  },
  'webhook-deliveries.redrive': {
    verb: 'deliver',
    noun: 'message',
    of: 'webhook endpoint',
    effects: 'Each is sent again under its webhook-id. Twilio is not contacted.',
  },
  'gaps.heal': {
    verb: 'ask Twilio about',
    noun: 'missing callback',
    of: 'call',
    effects: 'Twilio’s REST API is asked about each call. No call is placed.',
  },
  'calls.fetch': {
    verb: 'ask Twilio about',
    noun: 'call',
    effects: 'Twilio’s REST API is asked once for each, and what it shows is applied. No call is placed.',
  },
};

/** The filter in words: a name of the list's query and its value, as it was given. */
export type FilterWords = Readonly<Record<string, string>>;

/** What an operation does, as its preview says it: `Would replay 1,204 callbacks of 311 calls (type: call-status). …` */
export function describeOperation(kind: OperationKind, { items, groups }: OperationCount, filter: FilterWords): string {
  const { verb, noun, of, effects } = WORDS[kind];
  const whose = of === undefined ? '' : ` of ${counted(groups, of)}`;
  return `Would ${verb} ${counted(items, noun)}${whose} (${filterText(filter)}). ${effects}`;
}

function filterText(filter: FilterWords): string {
  const words = Object.entries(filter).map(([name, value]) => `${name.replaceAll('_', ' ')}: ${timeInWords(value)}`);
  return words.join('; ') || 'all there are';
}

/** `2026-11-30 02:13:42 UTC` for a time in ISO 8601; another value as it is. */
const timeInWords = (value: string): string =>
  value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1 $2 UTC');

/** `1 call`, `1,204 calls`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;
