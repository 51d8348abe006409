import { detectDirection, outsideNumber, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { CallResource } from '@trunkline/twilio/rest';

/** Why a call that only Twilio's list shows is not imported: the sync filters of the call inbox. */
export type SkipReason = 'internal' | 'no external number' | 'malformed number' | 'no start time';

const DIGITS = /^\+\d{10,15}$/;

/** The filter that skips a call, or null. Calls known by a callback are never skipped. */
export function skipReason(
  { from, to, start_time }: Pick<CallResource, 'from' | 'to' | 'start_time'>,
  owned: OwnedNumbers,
): SkipReason | null {
  const direction = detectDirection(from, to, owned);
  if (direction === 'internal') return 'internal';
  const outside = outsideNumber(direction, from, to);
  const stranger = direction === 'inbound' ? from : to;
  if (outside === null) return /\d/.test(stranger ?? '') ? 'malformed number' : 'no external number';
  if (!DIGITS.test(outside)) return 'malformed number';
  return start_time === null || start_time === '' ? 'no start time' : null;
}
