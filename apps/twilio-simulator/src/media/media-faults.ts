import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, InvalidOptionError, type SettingRules, share } from '../settings.ts';

const mediaFaultNames = [
  'late',
  'cut',
  'xml',
  'wrongType',
  'endless',
  'slow',
  'stall',
  'redirect',
  'unavailable',
] as const;
export type MediaFault = (typeof mediaFaultNames)[number];

/** What goes wrong with the media. Rates are shares of all recordings. */
export interface MediaFaultSettings extends Record<MediaFault, number> {
  /** Of the clock: how long a late one is not there, from the first request for it on. */
  lateSeconds: number;
  /** So many requests for a recording suffer its fault, then it is well. */
  times: number;
  /** Share of the faulty ones that never get well. */
  lasting: number;
  /** Where requests are redirected to, with path and query; empty: nowhere. */
  redirectTo: string;
  /** Where media are kept instead of at Twilio, for recordings that begin from now on; empty: at Twilio. */
  storage: string;
  seed: number;
}

const rates = Object.fromEntries(mediaFaultNames.map((name) => [name, 0])) as Record<MediaFault, number>;

const rateRules = Object.fromEntries(mediaFaultNames.map((name) => [name, share])) as SettingRules<
  Record<MediaFault, number>
>;

const mediaFaultRules: SettingRules<MediaFaultSettings> = {
  ...rateRules,
  lateSeconds: amount,
  times: amount,
  lasting: share,
  redirectTo: address,
  storage: address,
  seed: amount,
};

function address(name: string, given: unknown): string {
  if (given === '') return '';
  if (typeof given === 'string' && /^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given.replace(/\/+$/, '');
  throw new InvalidOptionError(`${name} must be an address, or empty, not ${JSON.stringify(given)}`);
}

/** What the requests for one recording suffer. */
export interface RecordingFault {
  fault: MediaFault | undefined;
  isLasting: boolean;
}

/** The same seed gives a recording the same fate, whoever asks and in whatever order. */
export function createMediaFaults(initial: Partial<MediaFaultSettings> = {}) {
  const settings: MediaFaultSettings = {
    ...rates,
    lateSeconds: 5,
    times: 1,
    lasting: 0,
    redirectTo: '',
    storage: '',
    seed: 1,
    ...initial,
  };
  return {
    settings: settings as Readonly<MediaFaultSettings>,
    change: (given: unknown): void => changeSettings(settings, mediaFaultRules, given),
    faultOf(sid: string): RecordingFault {
      const random = seededRandom('media', settings.seed, sid);
      const fault = pickByRate(mediaFaultNames, settings, random.next());
      const isLasting = random.chance(settings.lasting);
      if (fault === undefined || (fault === 'redirect' && !settings.redirectTo))
        return { fault: undefined, isLasting: false };
      return { fault, isLasting };
    },
  };
}

export type MediaFaults = ReturnType<typeof createMediaFaults>;
