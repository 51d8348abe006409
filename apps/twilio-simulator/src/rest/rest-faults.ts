import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, flag, type SettingRules, share } from '../settings.ts';
import type { LiveFault } from './live-faults.ts';

/** What goes wrong with REST requests. Rates are shares of all requests with good credentials. */
export interface RestFaultSettings {
  /** 429. */
  tooMany: number;
  /** 503, now and then with HTML of a gateway as its body. */
  serverError: number;
  /** Accepted, but never answered. */
  hang: number;
  /** Answered so slowly that no sane deadline waits for the end. */
  drip: number;
  /** 401 for everybody. */
  revoked: boolean;
  /** Share of the 429s that carry `Retry-After`; Twilio documents none for this API. */
  retryAfter: number;
  /** More requests at once than so many are answered with 429; 0: any number goes. */
  concurrency: number;
  /** Of the wall clock, before each answer. */
  latencyMs: number;
  /** Share of the `POST Calls` whose call is placed, though the connection breaks before the answer. */
  postLost: number;
  /** Share of the `POST Calls` whose connection breaks before anything was done. */
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

/** What one request has to suffer. */
export interface DrawnFaults {
  fault?: 'tooMany' | 'serverError' | 'hang' | 'drip';
  saysRetryAfter: boolean;
  isHtml: boolean;
  /** Only a `POST Calls` without another fault suffers it. */
  postFault?: 'postLost' | 'postRefused';
}

/** The same seed gives the same fates in the same order, counted from when the seed was set. */
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
      const manner = { saysRetryAfter: random.chance(settings.retryAfter), isHtml: random.chance(htmlShare) };
      // Came later than the others, so it is drawn after them: old seeds keep what they had.
      const postFault = pickByRate(['postLost', 'postRefused'], settings, random.next());
      return { ...(chosen && { fault: chosen }), ...manner, ...(postFault && { postFault }) };
    },
  };
}

export type RestFaults = ReturnType<typeof createRestFaults>;

const htmlShare = 0.3;
