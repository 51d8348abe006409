import { z } from 'zod';
import { anything, listOf, rowId, timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';
import { externalPhoneNumber, paging, searchForPerson } from '../http/request-values.ts';

export const contactsQuery = z.strictObject({
  number: described(
    externalPhoneNumber.optional(),
    'Only the contact with this number, in any notation',
    '+15085140320',
  ),
  q: searchForPerson,
  ...paging,
});

export const contact = z
  .object({
    id: rowId,
    phone_number: described(z.string(), 'E.164', '+15085140320'),
    formatted_number: described(z.string().nullable(), 'The number for display', '+1 (508) 514-0320'),
    display_name: z.string().nullable(),
    conversation_id: rowId.nullable(),
    metadata: anything,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Contact' });

export const contactsPage = listOf(contact).meta({ id: 'ContactsPage' });
