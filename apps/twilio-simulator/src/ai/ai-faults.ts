import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, flag, type SettingRules, share } from '../settings.ts';

const aiFaultNames = ['tooMany', 'serverError', 'lost', 'slow', 'invalidJson', 'falseQuotes'] as const;
export type AiFault = (typeof aiFaultNames)[number];

/** Faults of the models. Rates are shares of all authenticated requests. */
export interface AiFaultSettings extends Record<AiFault, number> {
  /** Milliseconds of the wall clock before a slow answer. */
  slowMs: number;
  /** The model follows instructions injected in a transcript. */
  gullible: boolean;
  seed: number;
}

const noFaults: AiFaultSettings = {
  tooMany: 0,
  serverError: 0,
  lost: 0,
  slow: 0,
  invalidJson: 0,
  falseQuotes: 0,
  slowMs: 3000,
  gullible: false,
  seed: 1,
};

export const aiFaultRules: SettingRules<AiFaultSettings> = {
  tooMany: share,
  serverError: share,
  lost: share,
  slow: share,
  invalidJson: share,
  falseQuotes: share,
  slowMs: amount,
  gullible: flag,
  seed: amount,
};

/** The same seed gives the same faults in the order of the requests. Setting the seed restarts the draws. */
export function createAiFaults(initial: Partial<AiFaultSettings> = {}) {
  const settings = { ...noFaults, ...initial };
  let drawn = 0;
  return {
    settings: settings as Readonly<AiFaultSettings>,
    change(given: unknown): void {
      changeSettings(settings, aiFaultRules, given);
      if (Object.hasOwn(given as object, 'seed')) drawn = 0;
    },
    draw: () => pickByRate(aiFaultNames, settings, seededRandom('ai', settings.seed, drawn++).next()),
  };
}

export type AiFaults = ReturnType<typeof createAiFaults>;
