import { countRecordings, CUSTODY_STATES, listRecordings, type Database } from '@trunkline/db';
import { CALL_SID, RECORDING_SID } from '@trunkline/telephony';
import { Router } from 'express';
import { z } from 'zod';
import { anyOf } from '../inbox-query.ts';
import { pageOf, readCursor } from '../page.ts';
import { present } from '../present.ts';
import { readQuery } from '../read-input.ts';

const availabilityQuery = z.strictObject({
  interview_id: z.uuid().optional(),
  call_sid: z.string().regex(CALL_SID, 'expected CA and 32 hexadecimal digits').optional(),
  recording_sid: z.string().regex(RECORDING_SID, 'expected RE and 32 hexadecimal digits').optional(),
  custody: anyOf(z.enum(CUSTODY_STATES)).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

/** `GET /audio-availability/`: which recordings can be heard, how many are in each state of custody, the latest first. */
export function audioAvailabilityRoutes(db: Database): Router {
  const router = Router();
  router.get('/audio-availability', async (request, response) => {
    const { interview_id, call_sid, recording_sid, custody, limit } = readQuery(availabilityQuery, request);
    const after = readCursor(request)?.after ?? null;
    const filter = { interviewId: interview_id, callSid: call_sid, recordingSid: recording_sid, custody };
    const [counted, rows] = await Promise.all([
      countRecordings(db.pool, filter),
      listRecordings(db.pool, filter, { after, limit: limit + 1 }),
    ]);
    const counts = Object.fromEntries(CUSTODY_STATES.map((state) => [state, 0]));
    for (const { custody: state, count } of counted) counts[state] = count;
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
    response.json({
      counts,
      data: shown.map((row) => ({ ...present(row), available: row.custody === 'stored' })),
      page: pageOf(request, response, limit, last),
    });
  });
  return router;
}
