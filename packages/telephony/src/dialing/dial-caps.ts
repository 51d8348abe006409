/** Whose calls a cap counts: all of the account, those that one user or key requested, or those of one campaign. */
export const CAP_SUBJECTS = ['account', 'actor', 'campaign'] as const;
export type CapSubject = (typeof CAP_SUBJECTS)[number];

/** The windows of caps, with their seconds. They slide: no call is free because a new hour has begun. */
export const CAP_WINDOWS = { minute: 60, hour: 3600, day: 86_400 } as const;
export type CapWindow = keyof typeof CAP_WINDOWS;

/** At most `most` calls within one window. */
export type DialCap = { subject: CapSubject; window: CapWindow; most: number };

/** Calls per window; null for no cap. */
export type CapsOfSubject = Readonly<Record<CapWindow, number | null>>;

export const DEFAULT_CAPS: Readonly<Record<CapSubject, CapsOfSubject>> = {
  account: { minute: 200, hour: 1000, day: 5000 },
  actor: { minute: 100, hour: 500, day: 2000 },
  campaign: { minute: 100, hour: 500, day: 2000 },
};

/** From this share of a cap on, its use is reported. */
const NEAR = 0.8;

/** The environment variable that sets the caps of a subject. */
export const settingOf = (subject: CapSubject): `DIAL_CAP_${Uppercase<CapSubject>}` =>
  `DIAL_CAP_${subject.toUpperCase() as Uppercase<CapSubject>}`;

/** Caps as they are written: `200/minute,1000/hour,5000/day`. */
export const capsText = (caps: CapsOfSubject): string =>
  Object.entries(caps)
    .map(([window, most]) => `${most ?? 'off'}/${window}`)
    .join(',');

/**
 * Reads caps such as `50/minute,off/day`: a window that is not named keeps its default, and `off` alone turns all off.
 * Undefined for any other text. At least 2, because the call of an order has two legs.
 */
export function parseCaps(text: string, byDefault: CapsOfSubject): CapsOfSubject | undefined {
  if (text.trim() === 'off') return { minute: null, hour: null, day: null };
  const read = text.split(',').map((item) => /^\s*(off|\d{1,9})\/(minute|hour|day)\s*$/.exec(item));
  const caps: Record<CapWindow, number | null> = { ...byDefault };
  for (const match of read) {
    if (!match || (match[1] !== 'off' && Number(match[1]) < 2)) return undefined;
    caps[match[2] as CapWindow] = match[1] === 'off' ? null : Number(match[1]);
  }
  const windows = read.map((match) => match![2]);
  return new Set(windows).size === windows.length ? caps : undefined;
}

/** The caps that are on, the account's first. */
export const listCaps = (caps: Readonly<Record<CapSubject, CapsOfSubject>>): DialCap[] =>
  CAP_SUBJECTS.flatMap((subject) =>
    Object.entries(caps[subject]).flatMap(([window, most]) =>
      most === null ? [] : [{ subject, window: window as CapWindow, most }],
    ),
  );

/** How many calls a cap counts now, and how many more are to come. */
export type CapUse = DialCap & { used: number; wanted: number };

/** `reached`: the wanted calls exceed the cap. `near`: with them, four fifths of it are used. */
export function capState({ most, used, wanted }: CapUse): 'free' | 'near' | 'reached' {
  if (used + wanted > most) return 'reached';
  return used + wanted >= most * NEAR ? 'near' : 'free';
}

/** The name of a cap, such as `account-per-minute`. */
export const capName = ({ subject, window }: DialCap): string => `${subject}-per-${window}`;

const WHOSE: Readonly<Record<CapSubject, string>> = {
  account: 'All callers together',
  actor: 'One user or key',
  campaign: 'One campaign',
};

/** The rule and its setting, as a sentence without its end: for a refusal, and for the explanation of a call that waits. */
export const describeCap = ({ subject, window, most }: DialCap): string =>
  `${WHOSE[subject]} may have ${most} calls per ${window} (${settingOf(subject)}=${most}/${window})`;
