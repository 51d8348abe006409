import type { OperationKind } from './operation-kind.ts';

/** How many items an operation has, and of how many calls or endpoints they are. */
export type OperationCount = { items: number; groups: number };

type Wording = { verb: string; noun: string; of: string; effects: string };

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
};

/** The filter in words: a name of the list's query and its value, as it was given. */
export type FilterWords = Readonly<Record<string, string>>;

/** What an operation does, as its preview says it: `Would replay 1,204 callbacks of 311 calls (type: call-status). …` */
export function describeOperation(kind: OperationKind, { items, groups }: OperationCount, filter: FilterWords): string {
  const { verb, noun, of, effects } = WORDS[kind];
  const of1 = counted(groups, of);
  return `Would ${verb} ${counted(items, noun)} of ${of1} (${filterText(filter)}). ${effects}`;
}

function filterText(filter: FilterWords): string {
  const words = Object.entries(filter).map(([name, value]) => `${name.replaceAll('_', ' ')}: ${value}`);
  return words.join('; ') || 'all there are';
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? noun : `${noun}s`}`;
