import { CALL_SID, UUID } from '@trunkline/telephony/callbacks';
import { Problem } from './problem.ts';

/** The id of a row: fits a `bigint`. */
export const ROW_ID = /^\d{1,18}$/;

export const isRowId = (text: string): boolean => ROW_ID.test(text);

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

export type CallKey = { callSid: string } | { id: bigint };

/** Reads the call of a path: a Twilio SID or our id. Throws a 404 for any other text. */
export function callKey(text: string): CallKey {
  if (CALL_SID.test(text)) return { callSid: text };
  if (isRowId(text)) return { id: BigInt(text) };
  throw unknownCall();
}

export const unknownCall = (): Problem =>
  new Problem(
    'not_found',
    'No call with this SID or id is known. If Twilio has it, import it: POST /api/calls/{sid}/fetch, or npx trunkline sync --since the day of the call.',
  );
