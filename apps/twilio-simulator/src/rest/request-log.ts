import type { Clock } from '../clock/clock.ts';
import { createRecentLog } from '../recent-log.ts';
import type { RestFault } from './rest-faults.ts';

/** One REST request and its outcome. `status` is null if it was not answered. */
export interface RestRequest {
  readonly n: number;
  /** By the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** The name of the endpoint, such as `calls` or `callRecordings`; `unknown` if there is none. */
  readonly resource: string;
  /** Path and query. */
  readonly target: string;
  /** The posted form. Of a repeated name only the last value is kept. */
  readonly form: Readonly<Record<string, string>>;
  status: number | null;
  fault: RestFault | null;
}

/** Counts all REST requests and keeps the latest. */
export function createRequestLog(clock: Clock, limit = 100_000) {
  const requests = createRecentLog<RestRequest>(limit);
  let inFlight = 0;
  let counts = noCounts();

  return {
    open(details: Pick<RestRequest, 'method' | 'resource' | 'target' | 'form'>): RestRequest {
      const { resource } = details;
      counts.requests++;
      counts.byResource[resource] = (counts.byResource[resource] ?? 0) + 1;
      counts.maxInFlight = Math.max(counts.maxInFlight, ++inFlight);
      return requests.add({ at: clock.now(), ...details, status: null, fault: null });
    },
    /** To be called when a connection is closed. */
    end: () => void inFlight--,
    /** Records the fault of a request. */
    recordFault(request: RestRequest, fault: RestFault): void {
      request.fault = fault;
      if (fault === 'tooMany' || fault === 'serverError') counts.refused[fault]++;
      if (fault === 'hang') counts.hung++;
      if (fault === 'drip') counts.dripped++;
      if (fault === 'pauseIgnored') counts.pausesIgnored++;
      if (fault === 'answerLost') counts.answersLost++;
      if (fault === 'slow') counts.slow++;
      if (fault === 'unauthorized' || fault === 'revoked') counts.unauthorized++;
    },
    inFlight: () => inFlight,
    stats: () => ({ ...counts, inFlight }),
    reset(): void {
      counts = noCounts();
      counts.maxInFlight = inFlight;
    },
    after: requests.after,
  };
}

export type RequestLog = ReturnType<typeof createRequestLog>;

const noCounts = () => ({
  requests: 0,
  refused: { tooMany: 0, serverError: 0 },
  hung: 0,
  dripped: 0,
  pausesIgnored: 0,
  answersLost: 0,
  slow: 0,
  unauthorized: 0,
  maxInFlight: 0,
  byResource: {} as Record<string, number>,
});

/** One `POST Calls` and its outcome. */
export interface CallPost {
  readonly n: number;
  /** By the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly to: string | null;
  readonly from: string | null;
  readonly url: string | null;
  readonly statusCallback: string | null;
  /** The call that was placed, even if the answer was lost. */
  callSid: string | null;
  /** Null: not answered. */
  status: number | null;
  fault: string | null;
}

/** The latest `POST Calls`, so that a test can count how often each was made. */
export function createPostLog(clock: Clock, limit = 100_000) {
  const posts = createRecentLog<CallPost>(limit);
  return {
    open(form: URLSearchParams): CallPost {
      const details = { to: form.get('To'), from: form.get('From'), url: form.get('Url') };
      const statusCallback = form.get('StatusCallback');
      return posts.add({ at: clock.now(), ...details, statusCallback, callSid: null, status: null, fault: null });
    },
    after: posts.after,
  };
}

export type PostLog = ReturnType<typeof createPostLog>;
