import type { Siren } from '../open-sirens.ts';
import type { SoundMode } from './sound.ts';

/** What has sounded: the number of alerts of each siren. */
export type Sounded = ReadonlyMap<string, number>;

/** Sirens that sound: unanswered and not muted here. */
export const sounding = (open: readonly Siren[], muted: ReadonlySet<string>): Siren[] =>
  open.filter(({ id, status }) => status === 'active' && !muted.has(id));

/** True if one of them has an alert that has not sounded: a new siren, or with `repeat` a further alert. */
export const isSoundDue = (unanswered: readonly Siren[], sounded: Sounded, mode: SoundMode): boolean =>
  mode !== 'off' &&
  unanswered.some(({ id, alerts }) => {
    const before = sounded.get(id);
    return before === undefined || (mode === 'repeat' && alerts > before);
  });

export const soundedAfter = (unanswered: readonly Siren[]): Sounded =>
  new Map(unanswered.map(({ id, alerts }) => [id, alerts]));
