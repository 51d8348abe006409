import { foldCall, type CallState, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { StoryRow } from '../story.ts';

/** The fields of a call that a person decides by. */
const FIELDS = [
  'status',
  'direction',
  'fromNumber',
  'toNumber',
  'parentCallSid',
  'startTime',
  'endTime',
  'durationSec',
  'endedReason',
  'answeredBy',
  'price',
  'errorCode',
  'errorMessage',
  'sipResponseCode',
  'dialCallSid',
  'dialCallStatus',
  'recordingSid',
  'recordingStatus',
] as const satisfies readonly (keyof CallState)[];

/** A field of a call with its values as text; null for none. */
export type FieldChange = { field: (typeof FIELDS)[number]; before: string | null; after: string | null };

/**
 * What applying a stored callback would change in its call, given all rows of the call; null where the callback cannot be
 * read. It changes nothing where Twilio has shown the same, or more, in another way.
 */
export function wouldChange(
  callSid: string,
  rows: readonly Pick<StoryRow, 'inboxId' | 'fact' | 'verdict'>[],
  { inboxId, owned }: { inboxId: string; owned: OwnedNumbers },
): FieldChange[] | null {
  const fact = rows.find((row) => row.inboxId === inboxId)?.fact;
  if (!fact) return null;
  const applied = rows.flatMap((row) => (row.fact && row.verdict ? [row.fact] : []));
  const before = applied.length > 0 ? foldCall(callSid, applied, owned) : null;
  const after = foldCall(callSid, [...applied, fact], owned);
  return FIELDS.flatMap((field) => {
    const [was, is] = [textOf(before?.[field]), textOf(after[field])];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

const textOf = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
