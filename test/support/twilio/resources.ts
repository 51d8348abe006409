import type { CallResource, RecordingResource } from '@trunkline/twilio/rest';

/** A SID of one digit, repeated 32 times. */
export const sidOf = (kind: 'CA' | 'RE' | 'AC', digit: number | string): string => `${kind}${`${digit}`.repeat(32)}`;

/** A finished call to our number, as Twilio's REST API shows it. */
export const callResource = (changes: Partial<CallResource> = {}): CallResource => ({
  sid: sidOf('CA', 1),
  account_sid: sidOf('AC', 1),
  parent_call_sid: null,
  from: '+15085140320',
  to: '+16175006181',
  direction: 'inbound',
  status: 'completed',
  caller_name: null,
  forwarded_from: null,
  answered_by: null,
  start_time: 'Thu, 12 Feb 2026 11:48:00 +0000',
  end_time: 'Thu, 12 Feb 2026 11:48:25 +0000',
  duration: '25',
  price: '-0.0085',
  price_unit: 'USD',
  queue_time: '0',
  date_created: 'Thu, 12 Feb 2026 11:47:59 +0000',
  date_updated: 'Thu, 12 Feb 2026 11:48:26 +0000',
  ...changes,
});

/** A recording of that call. */
export const recordingResource = (changes: Partial<RecordingResource> = {}): RecordingResource => ({
  sid: sidOf('RE', 1),
  account_sid: sidOf('AC', 1),
  call_sid: sidOf('CA', 1),
  conference_sid: null,
  status: 'completed',
  source: 'OutboundAPI',
  channels: 1,
  track: null,
  start_time: 'Thu, 12 Feb 2026 11:48:05 +0000',
  duration: '20',
  price: '-0.0025',
  price_unit: 'USD',
  error_code: null,
  media_url: `https://api.twilio.com/2010-04-01/Accounts/${sidOf('AC', 1)}/Recordings/${sidOf('RE', 1)}`,
  date_created: 'Thu, 12 Feb 2026 11:48:05 +0000',
  date_updated: 'Thu, 12 Feb 2026 11:48:28 +0000',
  ...changes,
});
