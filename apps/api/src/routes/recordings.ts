import { findRecording, type Database } from '@trunkline/db';
import { Router } from 'express';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';
import type { UrlSigner } from '../url-signer.ts';

/** `GET /recordings/:sid`: what became of a recording, by which steps, and where it can be heard for the next hour. */
export function recordingRoutes(db: Database, signer: UrlSigner): Router {
  const router = Router();
  router.get('/recordings/:sid', async (request, response) => {
    const recording = await findRecording(db.pool, request.params.sid);
    if (!recording) throw new Problem('not_found', 'No recording with this SID was ever announced.');
    const signed = recording.custody === 'stored' ? signer.sign(recording.recordingSid) : undefined;
    response.json({
      ...present(recording),
      audio_url: signed?.url ?? null,
      audio_url_expires_at: signed?.expiresAt ?? null,
    });
  });
  return router;
}
