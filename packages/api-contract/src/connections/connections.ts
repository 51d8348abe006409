import { findCallbackPath, REPLY_FORMS } from '@trunkline/telephony/callbacks';
import { CONNECTION_ACTIONS, CONNECTION_KINDS, readTargetName } from '@trunkline/telephony/connections';
import { z } from 'zod';
import { listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { paging } from '../http/request-values.ts';

const VOICE_PATH = '/webhooks/twilio/voice-inbound';

/** What to connect or disconnect, and how. */
export const connectionBody = z.strictObject({
  action: described(
    z.enum(CONNECTION_ACTIONS),
    'With connect its calls and their ends come to us; with disconnect what was there before is set again',
    'connect',
  ),
  target: described(
    z
      .string()
      .max(100)
      .refine(
        (text) => readTargetName(text) !== undefined,
        'expected a number such as +16175006181, a SID (PN, AP, SD) or a SIP domain',
      ),
    'A number in E.164, a SID of a number, application or SIP domain, or the name of a SIP domain',
    '+16175006181',
  ),
  voice_path: described(
    z
      .string()
      .max(200)
      .refine(answersTwiml, 'expected a path that answers TwiML, such as /webhooks/twilio/voice-inbound or /voice')
      .default(VOICE_PATH),
    'Where calls go: the path of the system that answers them',
    VOICE_PATH,
  ),
  dry_run: described(z.boolean().default(false), 'Only answer what would be changed', true),
});

function answersTwiml(path: string): boolean {
  const found = findCallbackPath(path);
  return found !== undefined && (found.replies === 'by-kind' || REPLY_FORMS[found.replies] === 'TwiML');
}

export const connection = z
  .object({
    id: rowId,
    action: z.enum(CONNECTION_ACTIONS),
    target: described(z.string(), 'As it was named', '+16175006181'),
    voice_path: described(z.string(), 'Where calls go', VOICE_PATH),
    is_dry_run: z.boolean(),
    is_settled: described(z.boolean(), 'False while worker-reconcile has not asked Twilio: ask again'),
    ok: described(z.boolean(), 'True if it was done, or could be done in a dry run'),
    kind: described(z.enum(CONNECTION_KINDS).nullable(), 'What the target is', 'number'),
    sid: described(z.string().nullable(), 'Its SID at Twilio', 'PN00000000000000000000006175006181'),
    name: described(z.string().nullable(), 'Its name for people', '+16175006181'),
    changes: described(
      z
        .array(
          z.object({
            parameter: described(z.string(), 'The setting in Twilio’s words', 'VoiceUrl'),
            before: described(z.string(), 'Empty: it was not set', ''),
            after: described(
              z.string(),
              'Empty: it is not set',
              'https://calls.example.com/webhooks/twilio/voice-inbound#rc=5&rp=all',
            ),
          }),
        )
        .nullable(),
      'What is changed; empty where all is set already; null where it failed',
    ),
    kept: described(
      z.array(z.string()).nullable(),
      'Settings that another hand has changed since, and that a disconnect leaves',
      ['StatusCallback'],
    ),
    error: described(z.string().nullable(), 'Why nothing was done', 'The account has no number +16175006182.'),
    requested_by: described(z.string(), 'Who asked, as in the audit', 'grace'),
    created_at: timestamp,
    settled_at: timestamp.nullable(),
  })
  .meta({ id: 'Connection' });

export const connectionsQuery = z.strictObject(paging);
export const connectionsPage = listOf(connection).meta({ id: 'ConnectionsPage' });
