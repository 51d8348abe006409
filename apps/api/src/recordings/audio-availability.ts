import { availabilityPage, availabilityQuery } from '@trunkline/api-contract/recordings';
import { countRecordings, listRecordings } from '@trunkline/db/recordings';
import { CUSTODY_STATES } from '@trunkline/telephony/recordings';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { route, type Route } from '../http/route.ts';

/** `GET /audio-availability/`: which recordings can be heard, how many are in each state of custody, the latest first. */
export const audioAvailabilityRoutes = (): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/audio-availability',
      permission: 'recordings.list',
      tag: 'Recordings',
      summary: 'Which recordings can be heard, the latest first',
      query: availabilityQuery,
      answers: { 200: availabilityPage },
    },
    async ({ read, query, request, response }) => {
      const { interview_id, call_sid, recording_sid, custody, limit } = query;
      const after = readCursor(request)?.after ?? null;
      const filter = { interviewId: interview_id, callSid: call_sid, recordingSid: recording_sid, custody };
      const [counted, { rows, hasMore }] = await read(async (tx) => [
        await countRecordings(tx, filter),
        await listRecordings(tx, filter, { after, limit }),
      ]);
      const counts = Object.fromEntries(CUSTODY_STATES.map((state) => [state, 0]));
      for (const { custody: state, count } of counted) counts[state] = count;
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      const data = rows.map((row) => ({ ...present(row), available: row.custody === 'stored' }));
      return { json: { counts, data, page: pageOf(request, response, limit, last) } };
    },
  ),
];
