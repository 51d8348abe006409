import express, { type Router } from 'express';
import { readIncomingCall } from '../conversation/incoming-call.ts';
import type { RestApiParts } from '../rest/rest-api.ts';
import { listConferenceTruth } from './list-conference-truth.ts';
import { listLive } from './list-live.ts';
import { callTruth } from './list-truth.ts';
import { readWindow } from './read-window.ts';

/** Lets somebody call, tells what is live, and changes what goes wrong with its control. */
export function liveControl(rest: RestApiParts): Router {
  const { truth, liveFaults, placed } = rest;
  const router = express.Router();
  router.post('/calls', express.json(), (req, res) => {
    const { sid } = placed.receive(readIncomingCall(req.body));
    const booked = truth.calls.find(sid);
    res.status(201).json(booked && callTruth(truth, booked));
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
