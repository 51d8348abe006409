import type { Database } from '@trunkline/db/connection';
import { claimCallbackTest, settleCallbackTest } from '@trunkline/db/inbox';
import { CALLBACK_TEST_PATH, testCallSid } from '@trunkline/telephony/inbox';
import { signCallback } from '@trunkline/twilio';
import type { WorkerReconcileConfig } from './config.ts';

const ANSWER_MS = 10_000;
/** Of the answer, which a proxy or another server may have written. */
const CHARACTERS_KEPT = 500;
const UNSIGNED =
  'worker-reconcile has no auth token to sign a callback with: give it TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';

type Parts = {
  db: Pick<Database, 'pool'>;
  config: Pick<WorkerReconcileConfig, 'TWILIO_ACCOUNT_SID' | 'TWILIO_AUTH_TOKEN' | 'WEBHOOK_BASE_URL'>;
};

/**
 * Signs the requested test callbacks and posts them to the public origin, as Twilio would, and records the answers. They
 * name no call, so that ingest stores and quarantines them; their rows are discarded.
 */
export const postTestCallbacks =
  ({ db: { pool }, config }: Parts) =>
  async (): Promise<void> => {
    for (let test = await claimCallbackTest(pool); test; test = await claimCallbackTest(pool))
      await settleCallbackTest(pool, test.id, await postTestCallback(config, testCallSid(test.id)));
  };

export type PostedTest = Parameters<typeof settleCallbackTest>[2];

/** Signs a callback for a call that does not exist, posts it to the public origin, and reads the answer. Never throws. */
export async function postTestCallback(
  { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, WEBHOOK_BASE_URL }: Parts['config'],
  callSid: string,
): Promise<PostedTest> {
  const none: PostedTest = { url: null, answered: null, answer: null, tookMs: null, error: null };
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN) return { ...none, error: UNSIGNED };
  const url = `${WEBHOOK_BASE_URL.replace(/\/+$/, '')}${CALLBACK_TEST_PATH}`;
  const fields = { AccountSid: TWILIO_ACCOUNT_SID, CallSid: callSid, CallStatus: 'ringing' };
  const began = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      ...signCallback(TWILIO_AUTH_TOKEN, url, fields),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const answer = (await readBeginning(response)).replaceAll('\0', '');
    return { ...none, url, answered: response.status, answer, tookMs: Math.round(performance.now() - began) };
  } catch (error) {
    return { ...none, url, error: reasonOf(error) };
  }
}

/** Reads no further than what is kept. */
async function readBeginning({ body }: Response): Promise<string> {
  let text = '';
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (text.length >= CHARACTERS_KEPT) break; // which closes the connection
  }
  return text.slice(0, CHARACTERS_KEPT);
}

/** `fetch` says no more than that it failed; its cause has the reason. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string; code?: string } };
  return cause?.message || cause?.code || message;
}
