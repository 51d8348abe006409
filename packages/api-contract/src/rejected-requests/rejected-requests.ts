import { REJECTION_CAUSE_NAMES } from '@trunkline/telephony/rejected-requests';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described, exampleSid } from '../http/described.ts';
import { anyOf, paging, storedText } from '../http/request-values.ts';

const cause = z.enum(REJECTION_CAUSE_NAMES);

export const rejectedRequestsQuery = z.strictObject({
  cause: anyOf(cause, 'Only requests with this likely cause', ['configured-with-http']),
  path: described(storedText(100).optional(), 'Only requests to this path', '/webhooks/twilio/voice-status'),
  account_sid: described(storedText(100).optional(), 'Only requests that name this account', exampleSid('AC')),
  ...paging,
});

const explanation = {
  cause: described(cause, 'The likely cause', 'configured-with-http'),
  sentence: described(z.string(), 'The cause in words'),
  remedy: described(z.string(), 'What to do'),
};
const requests = described(z.int(), 'Number of requests', 40);

const rejectedRequest = z
  .object({
    id: rowId,
    ...explanation,
    response_status: described(z.int(), 'HTTP status of the answer', 403),
    method: z.string(),
    host: described(z.string(), 'The Host header, as the sender chose it', 'calls.example.com'),
    path: described(z.string(), 'Path without its query', '/webhooks/twilio/voice-status'),
    account_sid: described(z.string().nullable(), 'Account that the request names', exampleSid('AC')),
    requests,
    first_at: timestamp,
    last_at: timestamp,
    sample: described(
      z.object({
        user_agent: z.string().nullable(),
        content_type: z.string().nullable(),
        body_bytes: described(z.int().nullable(), 'Length of the body in bytes; null where it was not read', 812),
        is_signed: z.boolean(),
        fields: described(z.array(z.string()), 'Names of the fields; values are not kept', ['AccountSid', 'CallSid']),
        query_fields: z.array(z.string()),
        expected_url: described(z.string(), 'The URL over which the signature was checked, without its query'),
        signed_url: described(
          z.string().nullable(),
          'The URL for which the signature holds; null where none was found',
        ),
      }),
      'The first of these requests',
    ),
  })
  .meta({ id: 'RejectedRequest', description: 'Requests that ingest refused in one hour for one cause at one URL' });

export const rejectedRequestsPage = listOf(rejectedRequest)
  .extend({
    groups: described(
      z.array(
        z.object({
          ...explanation,
          requests,
          urls: described(z.int(), 'Number of URLs', 1),
          first_at: timestamp,
          last_at: timestamp,
        }),
      ),
      'All requests of the filter by cause, the most frequent first',
    ),
  })
  .meta({ id: 'RejectedRequestsPage' });
