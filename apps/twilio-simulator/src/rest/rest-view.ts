import type { Clock } from '../clock/clock.ts';
import { amount, oneOf, type SettingRules } from '../settings.ts';
import { type CallRecord, isTerminal } from '../truth/call-record.ts';
import { createLaggingView } from '../truth/lagging-view.ts';

/** When REST shows what. Times are seconds of the simulator's clock. */
export interface RestSettings {
  /** New records and changes are shown that much later. */
  lag: number;
  /** From the end of a call or recording until its price is shown. */
  priceDelay: number;
  /** From the end of a call until its Events are shown. Twilio documents 900. */
  eventsDelay: number;
  /** Which requests Events lists. Twilio does not document whether it lists all kinds. */
  events: 'all' | 'twiml';
}

export const defaultRestSettings: RestSettings = { lag: 0, priceDelay: 600, eventsDelay: 0, events: 'all' };

export const restSettingRules: SettingRules<RestSettings> = {
  lag: amount,
  priceDelay: amount,
  eventsDelay: amount,
  events: oneOf(['all', 'twiml']),
};

/** The truth as REST shows it now. */
export type RestView = ReturnType<typeof createRestView>;

export function createRestView(clock: Clock, settings: RestSettings) {
  const lagging = createLaggingView(clock, settings);
  const hasPassed = (at: number, seconds: number): boolean => clock.now() >= at + seconds * 1000;
  return {
    settings,
    lagging,
    shown: <T extends object>(record: T): T | undefined => lagging.shown(record),
    isPriced: ({ endedAt }: { endedAt: number | null }) => endedAt !== null && hasPassed(endedAt, settings.priceDelay),
    areEventsReadable: ({ status, updatedAt }: CallRecord) =>
      settings.eventsDelay === 0 || (isTerminal(status) && hasPassed(updatedAt, settings.eventsDelay)),
  };
}
