import { recording, recordingParam } from '@trunkline/api-contract/recordings';
import { findRecording, findRecordingDetail } from '@trunkline/db/recordings';
import { describeLength } from '@trunkline/telephony/recordings';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import type { UrlSigner } from './url-signer.ts';

export const recordingRoutes = (signer: UrlSigner): Route[] => [
  route(
    {
      operationId: 'getRecording',
      method: 'get',
      path: '/api/recordings/:sid',
      permission: 'recordings.read',
      tag: 'Recordings',
      summary: 'Get a recording',
      description:
        'Returns a recording with a signed URL of its audio, which is valid for an hour. The staff also sees the steps by which the audio was fetched.',
      params: { sid: recordingParam },
      answers: { 200: recording },
    },
    async ({ read, params: { sid }, may }) => {
      const find = may('recordings.list') ? findRecordingDetail : findRecording;
      const found = await read((tx) => find(tx, sid));
      if (!found) throw new Problem('not_found', 'No recording with this SID is known.');
      const signed = found.custody === 'stored' ? signer.sign(found.recordingSid) : undefined;
      const audio = { audio_url: signed?.url ?? null, audio_url_expires_at: signed?.expiresAt ?? null };
      return { json: { ...present(found), length_note: describeLength(found), ...audio } };
    },
  ),
];
