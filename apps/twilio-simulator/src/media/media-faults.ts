import type { RecordingRecord } from '../truth/recording-record.ts';
import { pickByRate, seededRandom } from '../random.ts';
import { amount, changeSettings, flag, InvalidOptionError, type SettingRules, share } from '../settings.ts';

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
  'gone',
  'empty',
  'shorter',
] as const;
export type MediaFault = (typeof mediaFaultNames)[number];

/** Faults of media. Rates are shares of all recordings. */
export interface MediaFaultSettings extends Record<MediaFault, number> {
  /** Seconds of the clock after the first request, for which a late recording is not found. */
  lateSeconds: number;
  /** How many requests for a recording have its fault; later ones succeed. */
  times: number;
  /** The share of faulty recordings that stay faulty. */
  lasting: number;
  /** Where a `redirect` leads, followed by path and query. Empty: no redirects. */
  redirectTo: string;
  /** The external storage of recordings that start from now on. Empty: Twilio. */
  storage: string;
  /** Recordings in external storage that start from now on have a signature in their URLs. */
  presigned: boolean;
  /** Recordings that start from now on are encrypted. */
  encrypted: boolean;
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
  presigned: flag,
  encrypted: flag,
  seed: amount,
};

function address(name: string, given: unknown): string {
  if (given === '') return '';
  if (typeof given === 'string' && /^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given.replace(/\/+$/, '');
  throw new InvalidOptionError(`${name} must be an address, or empty, not ${JSON.stringify(given)}`);
}

/** How the media of a recording are stored. */
export type MediaPlan = Pick<RecordingRecord, 'storage' | 'isPresigned' | 'isEncrypted'>;

/** What the media are, and stay. */
const isFinal = (fault: MediaFault): boolean => fault === 'gone' || fault === 'empty' || fault === 'shorter';

/** The fault of one recording's media. */
export interface RecordingFault {
  fault: MediaFault | undefined;
  isLasting: boolean;
}

/** The same seed gives a recording the same fault, in any order of requests. */
export function createMediaFaults(initial: Partial<MediaFaultSettings> = {}) {
  const settings: MediaFaultSettings = {
    ...rates,
    lateSeconds: 5,
    times: 1,
    lasting: 0,
    redirectTo: '',
    storage: '',
    presigned: false,
    encrypted: false,
    seed: 1,
    ...initial,
  };
  return {
    settings: settings as Readonly<MediaFaultSettings>,
    plan: (): MediaPlan => ({
      storage: settings.storage || null,
      isPresigned: settings.presigned,
      isEncrypted: settings.encrypted,
    }),
    change: (given: unknown): void => changeSettings(settings, mediaFaultRules, given),
    faultOf(sid: string): RecordingFault {
      const random = seededRandom('media', settings.seed, sid);
      const fault = pickByRate(mediaFaultNames, settings, random.next());
      const isLasting = random.chance(settings.lasting) || (fault !== undefined && isFinal(fault));
      if (fault === undefined || (fault === 'redirect' && !settings.redirectTo))
        return { fault: undefined, isLasting: false };
      return { fault, isLasting };
    },
  };
}

export type MediaFaults = ReturnType<typeof createMediaFaults>;
