import { HITS_SHOWN, PART_LENGTH, SEARCH_KINDS, SID_PART_LENGTH } from '@trunkline/telephony/search';
import { z } from 'zod';
import { described, exampleSid } from '../http/described.ts';
import { searchText } from '../http/request-values.ts';

export const searchQuery = z.strictObject({
  q: described(
    searchText,
    `Part of a number in any notation, of a name, or the beginning or end of a SID; at least ${PART_LENGTH} characters, of a SID ${SID_PART_LENGTH}`,
    '514-0320',
  ),
});

const kind = z.enum(SEARCH_KINDS);

const hit = z
  .object({
    kind,
    id: described(z.string(), 'What the path of its endpoint takes: an id, a UUID, or the SID of a recording', '42'),
    sid: described(z.string().nullable(), 'Twilio SID of the call or recording', exampleSid('CA')),
    title: described(z.string(), 'What it is called', '+1 (508) 514-0320 → dispatcher'),
    detail: described(z.string().nullable(), 'What tells it from others of the same title', 'completed'),
    at: described(z.iso.datetime().nullable(), 'When it began or was made', '2026-01-31T14:00:00.000Z'),
  })
  .meta({ id: 'SearchHit' });

export const searchAnswer = z
  .object({
    groups: z.array(
      z.object({
        kind,
        hits: described(z.array(hit), `The latest hits, ${HITS_SHOWN} at most`),
        has_more: described(z.boolean(), 'True if there are more, or if not all rows were read for a common part'),
      }),
    ),
  })
  .meta({ id: 'SearchAnswer', description: 'What was found, by kind. A kind that your role may not see is absent' });
