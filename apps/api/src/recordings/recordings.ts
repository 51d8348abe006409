import { recording } from '@trunkline/api-contract/recordings';
import { findRecording, findRecordingDetail } from '@trunkline/db/recordings';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import type { UrlSigner } from './url-signer.ts';

/** `GET /recordings/:sid`: what became of a recording, by which steps, and where it can be heard for the next hour. */
export const recordingRoutes = (signer: UrlSigner): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/recordings/:sid',
      permission: 'recordings.read',
      tag: 'Recordings',
      summary: 'A recording, and where it can be heard for the next hour',
      answers: { 200: recording },
    },
    async ({ read, params, may }) => {
      const find = may('recordings.list') ? findRecordingDetail : findRecording;
      const found = await read((tx) => find(tx, params['sid']!));
      if (!found) throw new Problem('not_found', 'No recording with this SID was ever announced.');
      const signed = found.custody === 'stored' ? signer.sign(found.recordingSid) : undefined;
      const audio = { audio_url: signed?.url ?? null, audio_url_expires_at: signed?.expiresAt ?? null };
      return { json: { ...present(found), ...audio } };
    },
  ),
];
