import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { outsideNumber } from '../calls/call-list.ts';
import { paging } from '../http/request-values.ts';

export const contactsQuery = z.strictObject({ number: outsideNumber.optional(), ...paging });

export const contact = z
  .object({
    id: rowId,
    phone_number: z.string().meta({ example: '+15085140320' }),
    formatted_number: z.string().nullable().meta({ example: '+1 (508) 514-0320' }),
    display_name: z.string().nullable(),
    conversation_id: rowId.nullable(),
    metadata: anything,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Contact' });

export const contactsPage = listOf(contact).meta({ id: 'ContactsPage' });
