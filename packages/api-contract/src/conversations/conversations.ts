import { wordsOf } from '@trunkline/telephony/calls';
import { z } from 'zod';
import { anything, rowId, timestamp } from '../http/answer-values.ts';

const text = z.string().nullable();
const seconds = z.int().nullable();
const direction = z.enum(['inbound', 'outbound', 'internal', 'external']);
/** The call inbox knows no state before ringing. */
const callStatus = z.enum(wordsOf('message'));

/** As the call inbox has it, by number of the page; or, without `page`, on from a `cursor`. */
export const conversationsQuery = z
  .strictObject({
    page: z.coerce.number().int().min(1).max(10_000).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(20),
    cursor: z.string().max(1000).optional(),
  })
  .refine(({ page, cursor }) => page === undefined || cursor === undefined, {
    path: ['page'],
    error: 'give either page or cursor',
  });

export const messagesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
  cursor: z.string().max(1000).optional(),
});

const message = z.object({
  subject: z.string().meta({ example: '📞 Incoming Call - 29s' }),
  body: z.string().meta({
    description: 'Markdown',
    example: '**From:** +1 (508) 514-0320\n**To:** dispatcher\n**Duration:** 29s',
  }),
  created_at: timestamp.meta({ description: 'When the call began' }),
  direction,
  call_status: callStatus,
});

export const conversation = z
  .object({
    id: rowId.meta({ example: '42' }),
    subject: text.meta({ example: 'Calls with +1 (508) 514-0320' }),
    status: z.string().meta({ example: 'active' }),
    last_message: message.nullable(),
    contact: z.object({ display_name: text, phone_number: z.string().meta({ example: '+1 (508) 514-0320' }) }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Conversation', description: 'All calls with one number' });

export const conversationsPage = z
  .object({
    conversations: z.array(conversation),
    total: z.int(),
    page: z.int(),
    limit: z.int(),
    next_cursor: text.optional().meta({ description: 'Where the list goes on; absent where a page was asked for' }),
  })
  .meta({ id: 'ConversationsPage' });

export const messagesPage = z
  .object({
    messages: z.array(
      message.extend({
        id: rowId,
        call_sid: z.string(),
        duration: seconds,
        total_duration: seconds.meta({ description: 'Of the whole call, with all that it dialled' }),
        talk_time: seconds.meta({ description: 'Null where nobody was dialled' }),
        wait_time: seconds.meta({ description: 'What is left of the whole' }),
        metadata: anything,
      }),
    ),
    next_cursor: text,
  })
  .meta({
    id: 'MessagesPage',
    description: 'The calls of a conversation, the latest first; legs are part of their call',
  });
