import express, { type Router } from 'express';
import { callSettingRules } from '../conversation/call-settings.ts';
import type { ScriptedCalls } from '../conversation/scripted-calls.ts';
import type { RestApiParts } from '../rest/rest-api.ts';
import { changeSettings } from '../settings.ts';
import { CallEnded } from '../calls/interruption.ts';
import { readCallOnDemand } from './call-on-demand.ts';
import { callTruth, listConferenceTruth, listLive } from './list-truth.ts';
import { showCall } from './show-call.ts';
import { readWindow } from './window.ts';

/** Control of live calls: incoming calls on demand, live calls and conferences, faults of live control. */
export function liveControl(rest: RestApiParts): Router {
  const { truth, live, liveFaults, scriptedCalls } = rest;
  const router = express.Router();
  router.post('/calls', express.json(), (req, res) => {
    const call = readCallOnDemand(req.body);
    const { sid } = 'scenario' in call ? scriptedCalls.play(call) : scriptedCalls.receive(call);
    const entry = truth.calls.find(sid);
    res.status(201).json(entry && callTruth(truth, entry));
  });
  router.get('/calls/:sid', (req, res) => {
    const found = showCall(rest, req.params.sid);
    res.status(found ? 200 : 404).json(found ?? { error: 'there is no such call' });
  });
  router.post('/calls/:sid/hang-up', (req, res) => {
    const call = live.get(req.params.sid);
    call?.leg.interruption.interrupt(new CallEnded('hang-up'));
    res.status(call ? 202 : 404).json(call ? {} : { error: 'there is no such live call' });
  });
  router.get('/live', (_req, res) => void res.json(listLive(rest)));
  router.get('/conferences', (req, res) => void res.json(listConferenceTruth(truth, readWindow(req))));
  router.get('/live-faults', (_req, res) => void res.json(liveFaults.settings));
  router.put('/live-faults', express.json(), (req, res) => {
    liveFaults.change(req.body);
    res.json(liveFaults.settings);
  });
  return router;
}

/** Control of scripted calls: settings, and scripts by phone number. */
export function scriptedCallControl({ settings, candidates }: ScriptedCalls): Router {
  const router = express.Router();
  router.get('/call-settings', (_req, res) => void res.json(settings));
  router.put('/call-settings', express.json(), (req, res) => {
    changeSettings(settings, callSettingRules, req.body);
    res.json(settings);
  });
  router.get('/candidates', (_req, res) => void res.json({ candidates: candidates.list() }));
  router.post('/candidates', express.json(), (req, res) => void res.json(candidates.assign(req.body)));
  return router;
}
