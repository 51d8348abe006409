import {
  recordingsPage,
  recordingsQuery,
  twilioRecordingsPage,
  twilioRecordingsQuery,
} from '@trunkline/api-contract/recordings';
import { countRecordings, listRecordings, listTwilioRecordings } from '@trunkline/db/recordings';
import { CUSTODY_STATES, describeLength } from '@trunkline/telephony/recordings';
import { answerPage, lastOf, pageOf, readCursor } from '../http/page.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { method: 'get', permission: 'recordings.list', tag: 'Recordings' } as const;

export const recordingListRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listRecordings',
      path: '/api/audio-availability',
      summary: 'List recordings and whether their audio is stored',
      description:
        'Lists recordings, the latest first, with the numbers of recordings in each state of custody. `available` is true if the audio is stored here.',
      query: recordingsQuery,
      answers: { 200: recordingsPage },
    },
    async ({ read, query, request, response }) => {
      const { interview_id, call_sid, recording_sid, custody, limit } = query;
      const after = readCursor(request)?.after ?? null;
      const filter = { interviewId: interview_id, callSid: call_sid, recordingSid: recording_sid, custody };
      const [counted, found] = await read(async (tx) => [
        await countRecordings(tx, filter),
        await listRecordings(tx, filter, { after, limit }),
      ]);
      const counts = Object.fromEntries(CUSTODY_STATES.map((state) => [state, 0]));
      for (const { custody: state, count } of counted) counts[state] = count;
      const data = found.rows.map((row) => ({
        ...present(row),
        length_note: describeLength(row),
        available: row.custody === 'stored',
      }));
      return { json: { counts, data, page: pageOf(request, response, limit, lastOf(found)) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'listTwilioRecordings',
      path: '/api/twilio/recordings',
      summary: 'List recordings by their answers',
      description: 'Lists the recordings that Twilio made, the latest first, with the question of an interview.',
      query: twilioRecordingsQuery,
      answers: { 200: twilioRecordingsPage },
    },
    async (context) => {
      const { call_sid: callSid, interview_id: interviewId } = context.query;
      return answerPage(context, (tx, { after, limit }) =>
        listTwilioRecordings(tx, { callSid, interviewId, after }, limit),
      );
    },
  ),
];
