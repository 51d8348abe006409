import type { Account } from '../account.ts';
import type { LiveCalls } from '../calls/session.ts';
import type { Clock } from '../clock/clock.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ScriptedCalls } from '../conversation/scripted-calls.ts';
import type { DeliveryLog } from '../delivery/delivery-log.ts';
import type { Truth } from '../truth/truth.ts';
import { notFound } from './rest-error.ts';
import type { RestView } from './rest-view.ts';

/** One method of one path below the account, with its answer. */
export interface Endpoint {
  /** The name in `/simulator/rest-requests` and `/simulator/rest-stats`. */
  name: string;
  pattern: RegExp;
  /** Default: `GET`. */
  method?: 'POST' | 'DELETE';
  /** Default: 200. */
  status?: number;
  /** Changes something live, so that the faults of live control apply. */
  isCommand?: true;
  /** `sids` are those in the path. Undefined: an answer without a body. Throws `RestError`. */
  answer(parts: RestParts, request: EndpointRequest, ...sids: string[]): object | undefined | Promise<object>;
}

/** What endpoints read and change. */
export interface RestParts {
  account: Account;
  truth: Truth;
  log: DeliveryLog;
  clock: Clock;
  view: RestView;
  scriptedCalls: ScriptedCalls;
  configuration: Configuration;
  live: LiveCalls;
}

/** A request as an endpoint sees it. */
export interface EndpointRequest {
  path: string;
  query: URLSearchParams;
  /** The posted form. */
  form: URLSearchParams;
  /** A fault: a pause is acknowledged, but not made. */
  isPauseIgnored: boolean;
}

/** A call that REST shows; throws 404 for others. */
export function getCall({ truth, view }: RestParts, { path }: EndpointRequest, sid: string) {
  const entry = truth.calls.find(sid);
  const shown = entry && view.shown(entry.record);
  if (!shown) throw notFound(path);
  return shown;
}

/** A recording that REST shows; throws 404 for others. */
export function getRecording({ truth, view }: RestParts, { path }: EndpointRequest, sid: string) {
  const entry = truth.recordings.find(sid);
  const shown = entry && view.shown(entry.record);
  if (!shown || shown.status === 'deleted') throw notFound(path);
  return shown;
}

/** A conference that REST shows; throws 404 for others. */
export function getConference({ truth, view }: RestParts, { path }: EndpointRequest, sid: string) {
  const entry = truth.conferences.find(sid);
  const shown = entry && view.shown(entry.record);
  if (!shown) throw notFound(path);
  return shown;
}
