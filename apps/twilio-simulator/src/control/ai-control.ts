import express, { type Router } from 'express';
import type { AiParts } from '../ai/ai-api.ts';
import type { AiRequest } from '../ai/ai-log.ts';
import { readWindow } from './window.ts';

/** Control of the OpenAI API: faults, and the log of requests. */
export function aiControl({ faults, log }: AiParts): Router {
  const router = express.Router();
  router.get('/ai-faults', (_req, res) => void res.json(faults.settings));
  router.put('/ai-faults', express.json(), (req, res) => {
    faults.change(req.body);
    res.json(faults.settings);
  });
  router.get('/ai-requests', (req, res) => {
    const { after, limit } = readWindow(req);
    const found = log.after(after, limit);
    res.json({ requests: found.map(toJson), next: found.at(-1)?.n ?? after });
  });
  return router;
}

function toJson({ n, at, kind, model, length, hash, recordingSid, status, fault, isPaid }: AiRequest) {
  const when = new Date(at).toISOString();
  return { n, at: when, kind, model, length, hash, recording_sid: recordingSid, status, fault, paid: isPaid };
}
