import type { Clock } from '../clock/clock.ts';
import { amount, oneOf, type SettingRules } from '../settings.ts';
import { type CallRecord, isTerminal } from '../truth/call-record.ts';
import { createLaggingView } from '../truth/lagging-view.ts';

/** How soon REST tells what. Seconds of the simulator's clock. */
export interface RestSettings {
  /** A new call is unknown and a change unseen for so long. */
  lag: number;
  /** From the end of a call (or recording) until its price is known. */
  priceDelay: number;
  /** From the end of a call until its Events can be read; Twilio says 900. */
  eventsDelay: number;
  /** Which requests Events lists: nobody knows whether Twilio lists every kind. */
  events: 'all' | 'twiml';
}

export const defaultRestSettings: RestSettings = { lag: 0, priceDelay: 600, eventsDelay: 0, events: 'all' };

export const restSettingRules: SettingRules<RestSettings> = {
  lag: amount,
  priceDelay: amount,
  eventsDelay: amount,
  events: oneOf(['all', 'twiml']),
};

/** What REST tells at this moment of the truth. */
export type RestView = ReturnType<typeof createRestView>;

export function createRestView(clock: Clock, settings: RestSettings) {
  const lagging = createLaggingView(clock, settings);
  const hasPassed = (at: number, seconds: number): boolean => clock.now() >= at + seconds * 1000;
  return {
    settings,
    lagging,
    shown: <T extends object>(thing: T): T | undefined => lagging.shown(thing),
    isPriced: ({ endedAt }: { endedAt: number | null }) => endedAt !== null && hasPassed(endedAt, settings.priceDelay),
    areEventsReadable: ({ status, updatedAt }: CallRecord) =>
      settings.eventsDelay === 0 || (isTerminal(status) && hasPassed(updatedAt, settings.eventsDelay)),
  };
}
