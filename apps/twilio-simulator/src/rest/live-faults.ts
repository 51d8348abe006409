import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, type SettingRules, share } from '../settings.ts';

/** Faults of the POST requests of live control. Rates are shares of those without a REST fault. */
interface LiveFaultSettings {
  /** A share of the pauses: answered with 200, but the recording goes on. */
  pauseIgnored: number;
  /** Done, but the connection is closed before the answer. */
  answerLost: number;
  /** Done, but answered after `slowMs`. */
  slow: number;
  /** Milliseconds of the wall clock. */
  slowMs: number;
  /** 429; not done. */
  tooMany: number;
  /** 503; not done. */
  serverError: number;
  /** After that many faults there are no more; 0: no limit. */
  times: number;
  seed: number;
}

const liveFaultNames = ['pauseIgnored', 'answerLost', 'slow', 'tooMany', 'serverError'] as const;
export type LiveFault = (typeof liveFaultNames)[number];

const liveFaultRules: SettingRules<LiveFaultSettings> = {
  pauseIgnored: share,
  answerLost: share,
  slow: share,
  slowMs: amount,
  tooMany: share,
  serverError: share,
  times: amount,
  seed: amount,
};

/** The same seed gives the same faults in the order of the requests. Any change restarts `times` and the draws. */
export function createLiveFaults() {
  const rates = { pauseIgnored: 0, answerLost: 0, slow: 0, tooMany: 0, serverError: 0 };
  const settings: LiveFaultSettings = { ...rates, slowMs: 5000, times: 0, seed: 1 };
  let drawn = 0;
  let faulted = 0;
  return {
    settings: settings as Readonly<LiveFaultSettings>,
    change(given: unknown): void {
      changeSettings(settings, liveFaultRules, given);
      drawn = faulted = 0;
    },
    draw(form: URLSearchParams): LiveFault | undefined {
      if (settings.times > 0 && faulted >= settings.times) return undefined;
      const isPause = form.get('Status') === 'paused';
      const possible = liveFaultNames.filter((name) => name !== 'pauseIgnored' || isPause);
      const fault = pickByRate(possible, settings, seededRandom('live', settings.seed, drawn++).next());
      if (fault) faulted++;
      return fault;
    },
  };
}

export type LiveFaults = ReturnType<typeof createLiveFaults>;
