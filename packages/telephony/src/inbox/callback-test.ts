/** What came of a test callback: the status of the answer, or why there was none; and its row in the inbox, if it is stored. */
export type CallbackTestResult = {
  settledAt: Date | null;
  url: string | null;
  answered: number | null;
  tookMs: number | null;
  error: string | null;
  inboxId: string | null;
};

/** Where a test callback is posted, below the public origin. */
export const CALLBACK_TEST_PATH = '/webhooks/twilio/voice-status';

/** The CallSid of a test callback. Ingest quarantines it, as it names no call, so that no call is made of it. */
export const testCallSid = (id: string): string => `trunkline-test-${id}`;

/** Why a test callback is discarded. */
export const CALLBACK_TEST_REASON = 'A test callback of Trunkline’s own';

/** What a test callback showed, and what to do. */
export function summarizeCallbackTest({
  settledAt,
  url,
  answered,
  tookMs,
  error,
  inboxId,
}: CallbackTestResult): string {
  if (settledAt === null) return 'worker-reconcile has not posted the callback yet. Check that it runs.';
  if (url === null) return error ?? '';
  if (answered === null)
    return `Nothing answered at ${url}: ${error}. Check that ingest runs, and that WEBHOOK_BASE_URL is its public origin.`;
  if (answered >= 200 && answered < 300)
    return `Ingest accepted the callback in ${tookMs} ms${inboxId === null ? '. It is not in the inbox yet: see `spool` in its /health.' : ' and stored it.'}`;
  if (answered === 403)
    return 'Ingest refused the signature (403). WEBHOOK_BASE_URL and TWILIO_AUTH_TOKEN must be the same for ingest and worker-reconcile, and a proxy must not change the path.';
  if (answered >= 300 && answered < 500)
    return `${url} answered ${answered}, so that the request did not reach ingest as it was sent. Check where the proxy leads this path.`;
  return `${url} answered ${answered}: ingest, or the proxy before it, cannot accept callbacks now. See /health of ingest.`;
}

/** True if ingest accepted the callback. */
export const isAcceptedTest = ({ answered }: Pick<CallbackTestResult, 'answered'>): boolean =>
  answered !== null && answered >= 200 && answered < 300;
