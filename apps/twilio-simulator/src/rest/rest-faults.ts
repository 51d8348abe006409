import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, flag, type SettingRules, share } from '../settings.ts';
import type { LiveFault } from './live-faults.ts';

/** Faults of REST requests. Rates are shares of all authenticated requests. */
export interface RestFaultSettings {
  /** 429. */
  tooMany: number;
  /** 503; three in ten have the HTML body of a gateway. */
  serverError: number;
  /** Accepted, never answered. */
  hang: number;
  /** Answered with one byte per second. */
  drip: number;
  /** 401 for all requests. */
  revoked: boolean;
  /** The share of the 429s with `Retry-After`. Twilio documents none for this API. */
  retryAfter: number;
  /** More concurrent requests get 429; 0: no limit. */
  concurrency: number;
  /** Milliseconds of the wall clock before each answer. */
  latencyMs: number;
  /** A share of the `POST Calls`: the call is placed, but the connection is closed before the answer. */
  postLost: number;
  /** A share of the `POST Calls`: the connection is closed, and no call is placed. */
  postRefused: number;
  seed: number;
}

const defaultRestFaults: RestFaultSettings = {
  tooMany: 0,
  serverError: 0,
  hang: 0,
  drip: 0,
  revoked: false,
  retryAfter: 0,
  concurrency: 0,
  latencyMs: 0,
  postLost: 0,
  postRefused: 0,
  seed: 1,
};

export const restFaultRules: SettingRules<RestFaultSettings> = {
  tooMany: share,
  serverError: share,
  hang: share,
  drip: share,
  revoked: flag,
  retryAfter: share,
  concurrency: amount,
  latencyMs: amount,
  postLost: share,
  postRefused: share,
  seed: amount,
};

export type RestFault =
  | 'unauthorized'
  | 'revoked'
  | 'tooMany'
  | 'serverError'
  | 'hang'
  | 'drip'
  | 'postLost'
  | 'postRefused'
  | LiveFault;

/** The faults drawn for one request. */
export interface DrawnFaults {
  fault?: 'tooMany' | 'serverError' | 'hang' | 'drip';
  saysRetryAfter: boolean;
  isHtml: boolean;
  /** Applies only to a `POST Calls` without another fault. */
  postFault?: 'postLost' | 'postRefused';
}

/** The same seed gives the same faults in the order of the requests. Setting the seed restarts the draws. */
export function createRestFaults(initial: Partial<RestFaultSettings>) {
  const settings = { ...defaultRestFaults, ...initial };
  let drawn = 0;
  return {
    settings: settings as Readonly<RestFaultSettings>,
    change(given: unknown): void {
      changeSettings(settings, restFaultRules, given);
      if (Object.hasOwn(given as object, 'seed')) drawn = 0;
    },
    draw(inFlight: number): DrawnFaults {
      const random = seededRandom('rest', settings.seed, drawn++);
      const fault = pickByRate(['tooMany', 'serverError', 'hang', 'drip'], settings, random.next());
      const isOverLimit = settings.concurrency > 0 && inFlight > settings.concurrency;
      const chosen = isOverLimit ? 'tooMany' : fault;
      const details = { saysRetryAfter: random.chance(settings.retryAfter), isHtml: random.chance(htmlShare) };
      // Drawn last, as it was added last: old seeds keep their other faults.
      const postFault = pickByRate(['postLost', 'postRefused'], settings, random.next());
      return { ...(chosen && { fault: chosen }), ...details, ...(postFault && { postFault }) };
    },
  };
}

export type RestFaults = ReturnType<typeof createRestFaults>;

const htmlShare = 0.3;
