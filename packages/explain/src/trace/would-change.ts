import { foldCall, type CallState, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { StoryRow } from '../story.ts';

/** A field of a call, by its name in the API, and its values as text; null for none. */
export type FieldChange = { field: string; before: string | null; after: string | null };

const FIELDS = {
  status: 'status',
  direction: 'direction',
  fromNumber: 'from_number',
  toNumber: 'to_number',
  parentCallSid: 'parent_call_sid',
  startTime: 'start_time',
  endTime: 'end_time',
  durationSec: 'duration_sec',
  endedReason: 'ended_reason',
  answeredBy: 'answered_by',
  price: 'price',
  errorCode: 'error_code',
  errorMessage: 'error_message',
  sipResponseCode: 'sip_response_code',
  dialCallSid: 'dial_call_sid',
  dialCallStatus: 'dial_call_status',
  recordingSid: 'recording_sid',
  recordingStatus: 'recording_status',
} as const satisfies Partial<Record<keyof CallState, string>>;

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
  return (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).flatMap((key) => {
    const [was, is] = [textOf(before?.[key]), textOf(after[key])];
    return was === is ? [] : [{ field: FIELDS[key], before: was, after: is }];
  });
}

const textOf = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
