import { z } from 'zod';
import { rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

/** What came of a callback that was signed as Twilio signs, and posted to the public origin. */
export const callbackTest = z
  .object({
    id: rowId,
    is_settled: described(z.boolean(), 'False while worker-reconcile has not posted it: ask again'),
    ok: described(z.boolean(), 'True if ingest accepted the signature, stored the callback and answered 2xx'),
    summary: described(z.string(), 'What happened, and what to do', 'Ingest accepted the callback in 12 ms.'),
    url: described(
      z.string().nullable(),
      'Where it was posted',
      'https://calls.example.com/webhooks/twilio/voice-status',
    ),
    status: described(z.int().nullable(), 'HTTP status of the answer', 204),
    answer: described(z.string().nullable(), 'The first 500 characters of the answer'),
    took_ms: described(z.int().nullable(), 'Milliseconds until the answer', 12),
    error: described(z.string().nullable(), 'Why there was no answer', 'connect ECONNREFUSED 127.0.0.1:4000'),
    callback_id: described(rowId.nullable(), 'Its row in the inbox, discarded as a test'),
    created_at: timestamp,
  })
  .meta({ id: 'CallbackTest' });
