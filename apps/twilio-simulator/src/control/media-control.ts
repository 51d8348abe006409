import express, { type Router } from 'express';
import { spokenText } from '../candidates/speech.ts';
import type { MediaStore } from '../media/media-store.ts';
import { type RecordingRecord, recordingUrl } from '../truth/recording-record.ts';
import type { Entry } from '../truth/time-order.ts';
import type { Truth } from '../truth/truth.ts';
import { readWindow } from './window.ts';

/** Control of media: faults, and the truth of every recording. */
export function mediaControl(media: MediaStore, truth: Truth): Router {
  const router = express.Router();
  router.get('/media-faults', (_req, res) => void res.json(media.faults.settings));
  router.put('/media-faults', express.json(), (req, res) => {
    media.change(req.body);
    res.json(media.faults.settings);
  });
  router.get('/recordings', (req, res) => {
    const { after, limit } = readWindow(req);
    const found = [...truth.recordings.after(after).take(limit)];
    res.json({ recordings: found.map((entry) => toJson(media, entry)), next: found.at(-1)?.n ?? after });
  });
  return router;
}

function toJson(media: MediaStore, { n, record }: Entry<RecordingRecord>) {
  const { sid, callSid, status, durationSeconds, channels, source } = record;
  return {
    n,
    sid,
    call_sid: callSid,
    status,
    duration: durationSeconds,
    channels,
    source,
    url: recordingUrl(record),
    text: status === 'completed' ? spokenText(record) : null,
    ...media.truthOf(record),
  };
}
