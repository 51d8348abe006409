import type { Account } from '../account.ts';
import type { LiveCalls } from '../calls/session.ts';
import type { Clock } from '../clock/clock.ts';
import type { PlacedCalls } from '../conversation/placed-calls.ts';
import type { DeliveryLog } from '../delivery/delivery-log.ts';
import type { Truth } from '../truth/truth.ts';
import { notFound } from './rest-error.ts';
import type { RestView } from './rest-view.ts';

/** What the answers are made from. */
export interface RestParts {
  account: Account;
  truth: Truth;
  log: DeliveryLog;
  clock: Clock;
  view: RestView;
  placed: PlacedCalls;
  live: LiveCalls;
}

/** An address that was asked for. */
export interface Target {
  path: string;
  query: URLSearchParams;
  /** What was posted. */
  form: URLSearchParams;
  /** Should it ask for a pause, none is made. */
  isPauseIgnored: boolean;
}

/** A call that REST shows; throws 404 for others. */
export function findCall({ truth, view }: RestParts, { path }: Target, sid: string) {
  const booked = truth.calls.find(sid);
  const known = booked && view.shown(booked.record);
  if (!known) throw notFound(path);
  return known;
}

/** A recording that REST shows; throws 404 for others. */
export function findRecording({ truth, view }: RestParts, { path }: Target, sid: string) {
  const booked = truth.recordings.find(sid);
  const known = booked && view.shown(booked.record);
  if (!known || known.status === 'deleted') throw notFound(path);
  return known;
}

/** A conference that REST shows; throws 404 for others. */
export function findConference({ truth, view }: RestParts, { path }: Target, sid: string) {
  const booked = truth.conferences.find(sid);
  const known = booked && view.shown(booked.record);
  if (!known) throw notFound(path);
  return known;
}
