import { z } from 'zod';
import { rowId } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

const text = z.string().nullable();

/** The contact of a call. */
export const callContact = z
  .object({
    id: rowId,
    display_name: text,
    phone_number: described(z.string(), 'E.164', '+15085140320'),
    formatted_number: described(text, 'The number for display', '+1 (508) 514-0320'),
    candidate_name: described(text, 'Name of the candidate that the call interviews; for the staff', 'Jane Doe'),
  })
  .meta({ id: 'CallContact' });
