import type { StateMachine } from '../states/state-machine.ts';

export const LOOKUP_STATES = ['due', 'found', 'unknown', 'given_up'] as const;
export type LookupState = (typeof LOOKUP_STATES)[number];

export const LOOKUP_MACHINE: StateMachine<LookupState> = {
  title: 'Lookup of a call',
  about:
    'A call that a quarantined callback names is asked of Twilio’s REST API, which is believed in place of the callback; so is one that a person asks for. A row for each call.',
  states: LOOKUP_STATES,
  starts: [
    { to: 'due', when: 'a quarantined callback names the call', by: ['worker-reconcile'] },
    { to: 'due', when: 'a person asks for the call', by: ['api'] },
  ],
  transitions: [
    { from: ['due'], to: 'found', when: 'Twilio showed the call', by: ['worker-reconcile'] },
    { from: ['due'], to: 'unknown', when: 'Twilio does not know it', by: ['worker-reconcile'] },
    { from: ['due'], to: 'given_up', when: 'no answer within a day', by: ['worker-reconcile'] },
    {
      from: ['found', 'unknown', 'given_up'],
      to: 'due',
      when: 'another one names it, and its end is not known',
      by: ['worker-reconcile'],
    },
    { from: ['found', 'unknown', 'given_up'], to: 'due', when: 'a person asks again', by: ['api'] },
  ],
};

/** What Twilio answered: a status, undefined where it does not know the call, or why there was no answer. */
export type LookupAnswer = { status: string | undefined } | { failure: string };

/** `isRequested`: a person asks, and no callback proves that the call exists. */
type Lookup = { requestedAt: Date; attempts: number; isRequested: boolean };
type Settled = { state: Exclude<LookupState, 'due'> };
type Again = { state: 'due'; delaySeconds: number };

/** REST may know a call some seconds after its first callback. */
const UNKNOWN_FOR_SEC = 300;
const GIVEN_UP_AFTER_SEC = 86_400;
const FIRST_DELAY_SEC = 5;
const LONGEST_DELAY_SEC = 900;

/**
 * What follows a lookup's answer; `attempts` counts this one too. The delay doubles, up to a quarter of an hour. A person is
 * answered at once that Twilio does not know the call.
 */
export function settleLookup(
  { requestedAt, attempts, isRequested }: Lookup,
  answer: LookupAnswer,
  now: Date,
): Settled | Again {
  const ageSec = (now.getTime() - requestedAt.getTime()) / 1000;
  if ('status' in answer && answer.status !== undefined) return { state: 'found' };
  if ('status' in answer && (isRequested || ageSec >= UNKNOWN_FOR_SEC)) return { state: 'unknown' };
  if (ageSec >= GIVEN_UP_AFTER_SEC) return { state: 'given_up' };
  return { state: 'due', delaySeconds: Math.min(FIRST_DELAY_SEC * 2 ** (attempts - 1), LONGEST_DELAY_SEC) };
}
