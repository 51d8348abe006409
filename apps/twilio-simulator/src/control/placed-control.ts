import express, { type Router } from 'express';
import type { PlacedCalls } from '../conversation/placed-calls.ts';
import { placedSettingRules } from '../conversation/placed-settings.ts';
import { changeSettings } from '../settings.ts';

/** Changes how calls placed by REST are played, and by whom they are answered. */
export function placedControl({ settings, candidates }: PlacedCalls): Router {
  const router = express.Router();
  router.get('/call-settings', (_req, res) => void res.json(settings));
  router.put('/call-settings', express.json(), (req, res) => {
    changeSettings(settings, placedSettingRules, req.body);
    res.json(settings);
  });
  router.get('/candidates', (_req, res) => void res.json({ candidates: candidates.list() }));
  router.post('/candidates', express.json(), (req, res) => void res.json(candidates.assign(req.body)));
  return router;
}
