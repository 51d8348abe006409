import { detectDirection, type OwnedNumbers } from '@trunkline/telephony/calls';
import { readParty } from '@trunkline/telephony/numbers';
import type { CallResource } from '@trunkline/twilio/rest';

/** Why a call that only Twilio's list shows is not imported: the sync filters of the call inbox. */
export type SkipReason = 'internal' | 'no other party' | 'no start time';

/**
 * The filter that skips a call, or null. Calls known by a callback are never skipped. A hidden caller, and a party of any
 * other form, cost the number and not the call; so does a SIM, whose calls are internal but start far from the office.
 */
export function skipReason(
  { from, to, start_time }: Pick<CallResource, 'from' | 'to' | 'start_time'>,
  owned: OwnedNumbers,
): SkipReason | null {
  const direction = detectDirection(from, to, owned);
  if (direction === 'internal' && !isSim(from) && !isSim(to)) return 'internal';
  const stranger = direction === 'inbound' ? from : to;
  if (readParty(stranger).kind === 'nothing') return 'no other party';
  return start_time === null || start_time === '' ? 'no start time' : null;
}

const isSim = (party: string | null): boolean => /^sim:/i.test(party ?? '');
