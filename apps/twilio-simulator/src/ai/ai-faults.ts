import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, flag, InvalidOptionError, type SettingRules, share } from '../settings.ts';

const aiFaultNames = [
  'tooMany',
  'serverError',
  'lost',
  'slow',
  'invalidJson',
  'falseQuotes',
  'quota',
  'unknownModel',
  'fenced',
  'reasoning',
  'cutShort',
  'invented',
] as const;
export type AiFault = (typeof aiFaultNames)[number];

/** Faults of the models. Rates are shares of all authenticated requests. */
export interface AiFaultSettings extends Record<AiFault, number> {
  /** Milliseconds of the wall clock before a slow answer. */
  slowMs: number;
  /** The model follows instructions injected in a transcript. */
  gullible: boolean;
  /** Parameters that every request is refused for, comma-separated; `response_format=json_schema` refuses a value. */
  refuses: string;
  seed: number;
}

const noFaults: AiFaultSettings = {
  tooMany: 0,
  serverError: 0,
  lost: 0,
  slow: 0,
  invalidJson: 0,
  falseQuotes: 0,
  quota: 0,
  unknownModel: 0,
  fenced: 0,
  reasoning: 0,
  cutShort: 0,
  invented: 0,
  refuses: '',
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
  quota: share,
  unknownModel: share,
  fenced: share,
  reasoning: share,
  cutShort: share,
  invented: share,
  refuses: names,
  slowMs: amount,
  gullible: flag,
  seed: amount,
};

function names(name: string, given: unknown): string {
  if (typeof given === 'string' && /^[\w=,]*$/.test(given)) return given;
  throw new InvalidOptionError(`${name} must be names of parameters, comma-separated, not ${JSON.stringify(given)}`);
}

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
