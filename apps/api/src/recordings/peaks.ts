import { nothing } from '@trunkline/api-contract/http';
import { peaksQuery, recordingParam, recordingPeaks } from '@trunkline/api-contract/recordings';
import { findPeaks, findRecording } from '@trunkline/db/recordings';
import { readPeaks, type Custody, type RecordingPeaks } from '@trunkline/telephony/recordings';
import { createHash } from 'node:crypto';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

export const peaksRoutes = (): Route[] => [
  route(
    {
      operationId: 'getRecordingPeaks',
      method: 'get',
      path: '/api/recordings/:sid/peaks',
      permission: 'recordings.read',
      tag: 'Recordings',
      summary: 'Get the waveform of a recording',
      description:
        'Returns the loudest sample of each span of a recording, for each channel. It is measured while the audio is stored: 409 until then, 410 once the audio is deleted, 404 for audio whose samples cannot be read (MP3, encrypted) and for recordings that were stored before waveforms were. May be cached if each use is revalidated by its ETag (304).',
      params: { sid: recordingParam },
      query: peaksQuery,
      accepts: ['If-None-Match'],
      sends: ['ETag'],
      answers: { 200: recordingPeaks, 304: nothing },
    },
    async ({ read, params: { sid }, query: { points }, request, response }) => {
      const [found, peaks] = await read(async (tx) => [await findRecording(tx, sid), await findPeaks(tx, sid)]);
      if (!found) throw new Problem('not_found', 'No recording with this SID is known.');
      if (!peaks) throw withoutPeaks(found.custody);
      response.set({ ETag: etagOf(peaks, points), 'Cache-Control': 'private, no-cache' });
      if (request.fresh) return void response.status(304).end();
      const channels = readPeaks(peaks, points);
      const json = {
        recording_sid: found.recordingSid,
        audio_sec: found.audioSec,
        points: channels[0]!.length,
        peaks: channels,
      };
      return { json };
    },
  ),
];

/** The same points of the same audio. */
const etagOf = ({ channels, peaks }: RecordingPeaks, points: number): string =>
  `"${createHash('sha256').update(`${channels}/${points}/`).update(peaks).digest('base64url')}"`;

function withoutPeaks(custody: Custody): Problem {
  if (custody === 'announced' || custody === 'fetching')
    return new Problem('not_ready', 'The audio of this recording is not stored yet.', { custody });
  if (custody === 'expired' || custody === 'gone')
    return new Problem('gone', 'The audio of this recording is no longer stored.');
  if (custody === 'stored')
    return new Problem(
      'not_found',
      'This recording has no waveform: its audio is no WAV, or was stored before waveforms were.',
    );
  return new Problem('not_found', `This recording has no audio: it is ${custody}.`);
}
