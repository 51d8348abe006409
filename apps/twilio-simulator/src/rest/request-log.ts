import type { Clock } from '../clock/clock.ts';
import { createRecentLog } from '../recent-log.ts';
import type { RestFault } from './rest-faults.ts';

/** One REST request: what was asked and what it got. `status` stays null where nothing was ever answered. */
export interface RestRequest {
  readonly n: number;
  /** By the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Which resource, such as `calls` or `callRecordings`; `unknown` for none that exists here. */
  readonly resource: string;
  /** Path and query. */
  readonly target: string;
  /** What was posted; a name that came several times has its last value. */
  readonly form: Readonly<Record<string, string>>;
  status: number | null;
  fault: RestFault | null;
}

/** Counts all REST requests and remembers the latest. */
export function createRequestLog(clock: Clock, limit = 100_000) {
  const requests = createRecentLog<RestRequest>(limit);
  let inFlight = 0;
  let counts = noCounts();

  return {
    open(asked: Pick<RestRequest, 'method' | 'resource' | 'target' | 'form'>): RestRequest {
      const { resource } = asked;
      counts.requests++;
      counts.byResource[resource] = (counts.byResource[resource] ?? 0) + 1;
      counts.maxInFlight = Math.max(counts.maxInFlight, ++inFlight);
      return requests.add({ at: clock.now(), ...asked, status: null, fault: null });
    },
    /** A request is over, answered or abandoned. */
    end: () => void inFlight--,
    /** Writes down what a request has to suffer. */
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

/** One `POST Calls` as it came in, whatever became of it. */
export interface CallPost {
  readonly n: number;
  /** By the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly to: string | null;
  readonly from: string | null;
  readonly url: string | null;
  readonly statusCallback: string | null;
  /** The call that was placed, whether the sender heard of it or not. */
  callSid: string | null;
  /** What was answered; null if nothing was. */
  status: number | null;
  fault: string | null;
}

/** Remembers every `POST Calls`, so that a checker can count how often each was made. */
export function createPostLog(clock: Clock, limit = 100_000) {
  const posts = createRecentLog<CallPost>(limit);
  return {
    open(form: URLSearchParams): CallPost {
      const asked = { to: form.get('To'), from: form.get('From'), url: form.get('Url') };
      const statusCallback = form.get('StatusCallback');
      return posts.add({ at: clock.now(), ...asked, statusCallback, callSid: null, status: null, fault: null });
    },
    after: posts.after,
  };
}

export type PostLog = ReturnType<typeof createPostLog>;
