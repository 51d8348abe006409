import { z } from 'zod';
import { phoneNumber, storedText } from '../http/request-values.ts';

export const candidateBody = z
  .strictObject({
    candidate_id: z
      .int()
      .min(0)
      .max(499_999_999)
      .optional()
      .meta({ description: 'The number that callbacks carry; one of ours when not given' }),
    name: storedText(200).optional(),
    phone: phoneNumber,
  })
  .meta({ id: 'CandidateRequest', example: { name: 'Ada Lovelace', phone: '+15085140320' } });

export const candidate = z
  .object({ id: z.uuid(), candidate_id: z.int(), name: z.string().nullable(), phone: z.string().nullable() })
  .meta({ id: 'Candidate' });
