import type { operation, operationPreview } from '@trunkline/api-contract/operations';
import type { output } from 'zod';
import type { Tone } from '../parts/tone.ts';

/** One change to many rows, done by a worker at a rate. */
export type Operation = output<typeof operation>;
export type OperationPreview = output<typeof operationPreview>;
export type OperationKind = Operation['kind'];
export type OperationState = Operation['state'];

type KindWords = {
  title: string;
  verb: string;
  /** What its items are, in the plural. */
  noun: string;
};

export const KIND_WORDS: Readonly<Record<OperationKind, KindWords>> = {
  'dead-letters.replay': { title: 'Replay dead letters', verb: 'Replay', noun: 'callbacks' },
  'dead-letters.discard': { title: 'Discard dead letters', verb: 'Discard', noun: 'callbacks' },
  'quarantined.release': { title: 'Release quarantined callbacks', verb: 'Release', noun: 'callbacks' },
  'quarantined.discard': { title: 'Discard quarantined callbacks', verb: 'Discard', noun: 'callbacks' },
  'webhook-deliveries.redrive': { title: 'Deliver messages again', verb: 'Deliver', noun: 'messages' },
  'gaps.heal': { title: 'Heal gaps', verb: 'Heal', noun: 'gaps' },
  'calls.fetch': { title: 'Ask Twilio about calls', verb: 'Ask Twilio about', noun: 'calls' },
};

export const STATE_WORDS: Readonly<Record<OperationState, { words: string; tone: Tone }>> = {
  running: { words: 'Running', tone: 'ring' },
  paused: { words: 'Paused', tone: 'warn' },
  done: { words: 'Done', tone: 'live' },
  canceled: { words: 'Canceled', tone: 'idle' },
  failed: { words: 'Stopped', tone: 'bad' },
};

/** Gives its rows up for good. */
export const isDiscard = (kind: OperationKind): boolean => kind.endsWith('.discard');

/** It may still begin items, or results of begun ones are to come. */
export const isOpen = ({ state, begun }: Pick<Operation, 'state' | 'begun'>): boolean =>
  state === 'running' || state === 'paused' || begun > 0;

/** A number as a person reads it: `1,204`. */
export const counted = (count: number): string => count.toLocaleString('en-US');

/** What its preview said, without the conditional: `Replay 1,204 callbacks of 311 calls (type: call-status).` */
export function titleOf({ summary }: Pick<Operation, 'summary'>): string {
  const [sentence = summary] = summary.split(/(?<=\)\.)\s/);
  return sentence.replace(/^Would (\w)/, (_, first: string) => first.toUpperCase());
}

/** Seconds until it is done at its rate; null while it is not running, or a canary holds it. */
export function secondsLeft({ state, left, rate, canary, ok }: Operation): number | null {
  if (state !== 'running' || left === 0 || ok < canary) return null;
  return Math.ceil(left / rate);
}

/** How far it is, in words: `600 of 1,204 done, 3 failed, 20 in progress`. */
export function progressInWords({ total, ok, failed, skipped, begun }: Operation): string {
  const also = [
    [failed, 'failed'],
    [skipped, 'skipped'],
    [begun, 'in progress'],
  ] as const;
  const parts = also.filter(([count]) => count > 0).map(([count, word]) => `${counted(count)} ${word}`);
  return [`${counted(ok)} of ${counted(total)} done`, ...parts].join(', ');
}

/** What it waits for, if its canary is not through; null otherwise. */
export function canaryInWords({ state, canary, ok }: Operation): string | null {
  if (state !== 'running' || canary === 0 || ok >= canary) return null;
  return canary === 1 ? 'One is done first, the rest once it succeeded' : `The first ${canary} are done first`;
}
