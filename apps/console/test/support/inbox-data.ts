import { ACCOUNT } from '../../../../test/support/processes/stack.ts';
import { postSigned, signerOf } from '../../../../test/support/twilio/post-signed.ts';
import type { ConsoleStack } from './console-stack.ts';

const STATUS_PATH = '/webhooks/twilio/voice-status';
const sidOf = (n: number): string => `CA${n.toString(16).padStart(32, 'd')}`;

/** A status callback of call `n`, as Twilio sends it. */
const fieldsOf = (n: number, changes: Record<string, string> = {}): Record<string, string> => ({
  AccountSid: ACCOUNT.TWILIO_ACCOUNT_SID,
  CallSid: sidOf(n),
  CallStatus: 'ringing',
  CallbackSource: 'call-progress-events',
  Direction: 'inbound',
  From: `+1508555${`${n}`.padStart(4, '0')}`,
  To: '+16175006181',
  SequenceNumber: '1',
  Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
  ...changes,
});

type DeadLetters = {
  /** Numbers of their calls. */
  calls: readonly number[];
  error: string;
  /** Cannot be read, so that a replay fails as well. */
  isUnreadable?: boolean;
};

/** Stores callbacks as they are after six failed attempts; a replay applies them. */
export async function storeDeadLetters(
  { stack }: Pick<ConsoleStack, 'stack'>,
  { calls, error, isUnreadable }: DeadLetters,
) {
  const rows = calls.map((n) => {
    const payload = isUnreadable ? ['CallSid'] : fieldsOf(n);
    return `('twilio_voice', 'call-status', '${sidOf(n)}', gen_random_uuid()::text, '${JSON.stringify(payload)}',
      'dead_letter', $$${error.replaceAll('<sid>', sidOf(n))}$$, 6, '${STATUS_PATH}', 'valid', now() - interval '${n % 50} minutes')`;
  });
  await stack.query(`insert into twilio_webhook_inbox (source, event_type, call_sid, dedupe_key, payload,
    processing_status, error, retry_count, raw_target, signature_verdict, received_at) values ${rows.join(', ')}`);
}

/** Posts a callback that is signed, and that ingest does not believe. */
export async function postUnbelievable({ stack }: ConsoleStack, callSid: string): Promise<void> {
  const { url } = stack.ingest;
  const fields = fieldsOf(1, { CallSid: callSid, Digits: '4711' });
  const { ok, status } = await postSigned(url, signerOf(url, ACCOUNT.TWILIO_AUTH_TOKEN), STATUS_PATH, fields);
  if (!ok) throw new Error(`Ingest answered ${status}`);
}

/** Posts a callback as Twilio does for a number that is configured with another scheme, and one that another token signs. */
export async function postRefused({ stack }: ConsoleStack): Promise<void> {
  const { url } = stack.ingest;
  const wrong = [
    [STATUS_PATH, signerOf(url.replace('http:', 'https:'), ACCOUNT.TWILIO_AUTH_TOKEN)],
    ['/webhooks/twilio/recording-status', signerOf(url, 'another token')],
  ] as const;
  for (const [path, sign] of wrong) {
    const { status } = await postSigned(url, sign, path, fieldsOf(2));
    if (status !== 403) throw new Error(`Ingest answered ${status}`);
  }
}
