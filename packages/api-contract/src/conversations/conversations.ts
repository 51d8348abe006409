import { DIRECTIONS, wordsOf } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { anything, callSid, duration, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { paging, searchForPerson } from '../http/request-values.ts';

const text = z.string().nullable();

/** The statuses of the call inbox, which has none before ringing. */
const callStatus = z.enum(wordsOf('message'));

/** As the call inbox has it: by page number or, without `page`, by cursor. */
export const conversationsQuery = z
  .strictObject({
    page: described(
      z.coerce.number().int().min(1).max(10_000).optional(),
      'Number of the page, from 1. Cannot be combined with `cursor`',
      1,
    ),
    limit: described(z.coerce.number().int().min(1).max(200).default(20), 'Maximal number of items on a page', 20),
    cursor: described(paging.cursor, '`next_cursor` of the previous page. Cannot be combined with `page`'),
    q: searchForPerson,
  })
  .refine(({ page, cursor }) => page === undefined || cursor === undefined, {
    path: ['page'],
    error: 'give either page or cursor',
  });

export const messagesQuery = z.strictObject({
  limit: described(z.coerce.number().int().min(1).max(1000).default(1000), 'Maximal number of calls on a page', 1000),
  cursor: described(paging.cursor, '`next_cursor` of the previous page'),
});

const message = z.object({
  subject: described(z.string(), 'The call in one line', '📞 Incoming Call - 29s'),
  body: described(
    z.string(),
    'The call as Markdown',
    '**From:** +1 (508) 514-0320\n**To:** dispatcher\n**Duration:** 29s',
  ),
  created_at: described(timestamp, 'When the call started'),
  direction: z.enum(DIRECTIONS),
  call_status: callStatus,
});

export const conversation = z
  .object({
    id: described(rowId, 'Id of the conversation', '42'),
    subject: described(text, 'The conversation in one line', 'Calls with +1 (508) 514-0320'),
    status: described(z.string(), 'Always active', 'active'),
    last_message: message.nullable(),
    contact: z.object({
      display_name: text,
      phone_number: described(z.string(), 'The number for display', '+1 (508) 514-0320'),
    }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Conversation', description: 'All calls with one external number' });

const nextCursor = described(text, 'Send it as `cursor` to get the next page; null on the last page');

export const conversationsPage = z
  .object({
    conversations: z.array(conversation),
    total: described(
      z.int(),
      'Number of conversations; above 10000 it may be ten seconds old, with `q` it ends there',
      9,
    ),
    page: described(z.int(), 'Number of the page, from 1', 1),
    limit: described(z.int(), 'Maximal number of items on a page', 20),
    next_cursor: described(nextCursor.optional(), 'Send it as `cursor` to get the next page; absent with `page`'),
  })
  .meta({ id: 'ConversationsPage', description: 'A page of conversations, in the form of the call inbox' });

export const messagesPage = z
  .object({
    messages: z.array(
      message.extend({
        id: rowId,
        call_sid: callSid,
        duration: duration,
        total_duration: described(duration, 'Seconds of the whole call, including all legs that it dialled'),
        talk_time: described(duration, 'Seconds of the dialled leg; null if no leg was dialled'),
        wait_time: described(duration, 'Seconds of total_duration without talk_time'),
        metadata: anything,
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({
    id: 'MessagesPage',
    description: 'The calls of a conversation, in the form of the call inbox; legs are merged into their call',
  });
