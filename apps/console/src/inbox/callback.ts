import type { InboxQuery, inboxDetail, inboxPage } from '@trunkline/api-contract/inbox';
import type { output } from 'zod';
import type { Tone } from '../parts/tone.ts';

export type InboxPage = output<typeof inboxPage>;
export type CallbackRow = InboxPage['data'][number];
export type CallbackDetail = output<typeof inboxDetail>;
export type InboxState = NonNullable<InboxQuery['state']>[number];
export type CallbackKind = NonNullable<InboxQuery['type']>[number];

type StateWords = { words: string; tone: Tone; meaning: string };

/** Each state in words, in the order of a callback's way. */
const STATES: Readonly<Record<InboxState, StateWords>> = {
  pending: { words: 'Received', tone: 'ring', meaning: 'Stored and answered; a worker applies it next.' },
  processing: { words: 'Processing', tone: 'ring', meaning: 'A worker applies it now.' },
  failed: { words: 'Retrying', tone: 'warn', meaning: 'An attempt failed; the next one follows by itself.' },
  completed: { words: 'Applied', tone: 'live', meaning: 'Its call knows what it says.' },
  dead_letter: { words: 'Dead letter', tone: 'bad', meaning: 'Six attempts failed. It waits for a person.' },
  quarantined: { words: 'Quarantined', tone: 'warn', meaning: 'It is not believed. It waits for a person.' },
  discarded: { words: 'Discarded', tone: 'idle', meaning: 'A person gave it up. It is never applied.' },
};

export const INBOX_STATES = Object.keys(STATES) as InboxState[];
/** `processing` is a state of the contract that no process writes: it is offered only where there are such rows. */
export const OFFERED_STATES = INBOX_STATES.filter((state) => state !== 'processing');

export const stateShown = (state: InboxState): StateWords => STATES[state];

/** What people call each kind of callback. */
const KINDS: Readonly<Record<CallbackKind, string>> = {
  'call-status': 'call status',
  'call-inbound': 'voice request',
  'child-twiml': 'whisper request',
  'dial-action': 'dial action',
  'gather-action': 'gather action',
  'record-action': 'record action',
  'amd-status': 'machine detection',
  conference: 'conference',
  'recording-in-progress': 'recording in progress',
  'recording-complete': 'recording complete',
  'recording-absent': 'recording absent',
  'recording-failed': 'recording failed',
  transcription: 'transcription',
  'realtime-transcription': 'live transcription',
  fallback: 'fallback request',
  other: 'other callback',
  'call-resource': 'call resource',
  'recording-resource': 'recording resource',
  'call-drop': 'call drop',
  'manual-status': 'manual status',
  quarantined: 'quarantined',
};
/** What a list can be filtered by. A quarantined callback keeps the kind that it claims. */
export const CALLBACK_KINDS = (Object.keys(KINDS) as CallbackKind[]).filter((kind) => kind !== 'quarantined');

export const kindInWords = (kind: string): string => (KINDS as Readonly<Record<string, string>>)[kind] ?? kind;

/** `10,000+` where the count stopped there. */
export const countInWords = (count: number, isCapped: boolean): string =>
  `${count.toLocaleString('en-US')}${isCapped ? '+' : ''}`;
