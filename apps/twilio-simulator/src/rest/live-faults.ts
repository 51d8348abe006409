import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, type SettingRules, share } from '../settings.ts';

/** What goes wrong with the POSTs that control what is live. Rates are shares of those without another fault. */
interface LiveFaultSettings {
  /** Of those that ask for a pause: 200, and the recording goes on. */
  pauseIgnored: number;
  /** Done, but the connection breaks before the answer. */
  answerLost: number;
  /** Done, but answered so late. */
  slow: number;
  /** Of the wall clock. */
  slowMs: number;
  /** 429: nothing was done. */
  tooMany: number;
  /** 503: nothing was done. */
  serverError: number;
  /** So many of them suffer something, then all is well; 0: without end. */
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

/** The same seed gives the same faults in the order of the requests. Setting anything starts `times` and draws anew. */
export function createLiveFaults() {
  const rates = { pauseIgnored: 0, answerLost: 0, slow: 0, tooMany: 0, serverError: 0 };
  const settings: LiveFaultSettings = { ...rates, slowMs: 5000, times: 0, seed: 1 };
  let drawn = 0;
  let suffered = 0;
  return {
    settings: settings as Readonly<LiveFaultSettings>,
    change(given: unknown): void {
      changeSettings(settings, liveFaultRules, given);
      drawn = suffered = 0;
    },
    draw(form: URLSearchParams): LiveFault | undefined {
      if (settings.times > 0 && suffered >= settings.times) return undefined;
      const isPause = form.get('Status') === 'paused';
      const possible = liveFaultNames.filter((name) => name !== 'pauseIgnored' || isPause);
      const fault = pickByRate(possible, settings, seededRandom('live', settings.seed, drawn++).next());
      if (fault) suffered++;
      return fault;
    },
  };
}

export type LiveFaults = ReturnType<typeof createLiveFaults>;
