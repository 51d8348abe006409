import express, { type Router } from 'express';
import type { CallPost } from '../rest/request-log.ts';
import type { RestApiParts } from '../rest/rest-api.ts';
import { restSettingRules } from '../rest/rest-view.ts';
import { changeSettings } from '../settings.ts';
import { readWindow } from './window.ts';

/** Control of the REST API: faults, settings, counts, and the logs of requests. */
export function restControl({ faults, view, requests, posts }: RestApiParts): Router {
  const router = express.Router();
  router.get('/rest-faults', (_req, res) => void res.json(faults.settings));
  router.put('/rest-faults', express.json(), (req, res) => {
    faults.change(req.body);
    res.json(faults.settings);
  });
  router.get('/rest-settings', (_req, res) => void res.json(view.settings));
  router.put('/rest-settings', express.json(), (req, res) => {
    changeSettings(view.settings, restSettingRules, req.body);
    res.json(view.settings);
  });
  router.get('/rest-stats', (_req, res) => void res.json(requests.stats()));
  router.post('/rest-stats/reset', (_req, res) => {
    requests.reset();
    res.json(requests.stats());
  });
  router.get('/rest-requests', (req, res) => {
    const { after, limit } = readWindow(req);
    const found = requests.after(after, limit);
    const shown = found.map(({ at, ...request }) => ({ ...request, at: new Date(at).toISOString() }));
    res.json({ requests: shown, next: found.at(-1)?.n ?? after });
  });
  router.get('/posts', (req, res) => {
    const { after, limit } = readWindow(req);
    const found = posts.after(after, limit);
    res.json({ posts: found.map(postToJson), next: found.at(-1)?.n ?? after });
  });
  return router;
}

function postToJson({ at, statusCallback, callSid, ...post }: CallPost) {
  return { ...post, at: new Date(at).toISOString(), status_callback: statusCallback, call_sid: callSid };
}
