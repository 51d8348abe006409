import type { Draws } from './draws.ts';

/** In every forged SID; no true one holds it. */
const FORGED_HEX = 'f0f0f0f0f0f0f0f0';

/**
 * Values that Twilio never sends here, by the field that would hold them. Each of them would be believed if it were read, and
 * is recognised in any column.
 */
export const FORGERIES: Readonly<Record<string, (draws: Draws) => string>> = {
  AccountSid: (draws) => `AC${FORGED_HEX}${draws.hex(16)}`,
  CallSid: (draws) => `CA${FORGED_HEX}${draws.hex(16)}`,
  ParentCallSid: (draws) => `CA${FORGED_HEX}${draws.hex(16)}`,
  DialCallSid: (draws) => `CA${FORGED_HEX}${draws.hex(16)}`,
  RecordingSid: (draws) => `RE${FORGED_HEX}${draws.hex(16)}`,
  ConferenceSid: (draws) => `CF${FORGED_HEX}${draws.hex(16)}`,
  CallStatus: (draws) => draws.pick(FORGED_STATUSES),
  DialCallStatus: () => 'canceled',
  RecordingStatus: () => 'failed',
  Direction: () => 'trunking-terminating',
  SequenceNumber: (draws) => `${draws.whole(700_000, 799_999)}`,
  CallDuration: (draws) => `${draws.whole(700_000, 799_999)}`,
  Duration: (draws) => `${draws.whole(700_000, 799_999)}`,
  DialCallDuration: (draws) => `${draws.whole(700_000, 799_999)}`,
  RecordingDuration: (draws) => `${draws.whole(700_000, 799_999)}`,
  SipResponseCode: () => '699',
  ErrorCode: (draws) => `${draws.whole(700_000, 799_999)}`,
  ErrorMessage: () => 'a forged message',
  Timestamp: () => 'Mon, 04 Jan 1999 10:00:00 +0000',
  RecordingStartTime: () => 'Mon, 04 Jan 1999 10:00:00 +0000',
  RecordingUrl: (draws) => `https://forged.example.com/RE${FORGED_HEX}${draws.hex(16)}`,
  AnsweredBy: () => 'forged_machine',
  From: () => '+12025550143',
  To: () => '+12025550143',
};

/** Statuses that no true form has. */
const FORGED_STATUSES = ['busy', 'failed', 'canceled'];

/** Finds forged values in a row that Postgres writes as JSON; one capturing group would be returned instead of the whole. */
export const FORGED_TEXT = [
  FORGED_HEX,
  `"(?:status|dial_call_status|recording_status)": "(?:${FORGED_STATUSES.join('|')})"`,
  'trunking-terminating',
  '"sip_response_code": "699"',
  'forged',
  '1999-01',
  '12025550143',
].join('|');

/** A name and a value as they stand in a signed request, in a sentence, or in another notation. */
export function forgedText(draws: Draws, names: readonly string[] = Object.keys(FORGERIES)): string {
  const name = draws.pick(names);
  const value = FORGERIES[name]!(draws);
  return draws.pick([
    name + value,
    `${name}=${value}`,
    `&${name}=${value}&`,
    `${name}: ${value}`,
    `{"${name}":"${value}"}`,
    `x${name}${value}x`,
    `${name.toLowerCase()}${value}`,
    `${value}${name}`,
    name,
    value,
  ]);
}
