import type { StateMachine, Transition } from '../states/state-machine.ts';
import { CALL_STATUSES, isDropped, isTerminal, type CallStatus } from './status.ts';

const ENDS = CALL_STATUSES.filter((status) => isTerminal(status) && !isDropped(status));
const DROPPED = CALL_STATUSES.filter(isDropped);

/** Our own ends of an order's call: no leg of it was placed. */
const unplaced = (to: CallStatus, when: string, by: Transition<CallStatus>['by']): Transition<CallStatus> => ({
  from: ['initiating'],
  to,
  when,
  by,
});

/**
 * The usual way of a call. The rule is the rank of a status (`statusRank`): a fact moves a call to a status of at least
 * the same rank, so any status in between may be skipped.
 */
export const CALL_MACHINE: StateMachine<CallStatus> = {
  title: 'Call',
  about:
    'One leg at Twilio, or a scheduled call. A status never gets a lower rank: callbacks may be late, doubled or lost, so any status in between may be skipped, an end from REST may correct one from a callback, and any end that Twilio reports replaces one set by hand.',
  states: CALL_STATUSES,
  starts: [
    { to: 'scheduled', when: 'scheduled for an order', by: ['api'] },
    { to: 'queued', when: 'first fact, of any status', by: ['worker-status'] },
  ],
  transitions: [
    { from: ['scheduled'], to: 'initiating', when: 'its time has come', by: ['worker-dialer', 'api'] },
    { from: ['scheduled'], to: 'canceled', when: 'canceled, or too late', by: ['api', 'worker-dialer'] },
    unplaced('canceled', 'no leg was placed', ['worker-dialer']),
    unplaced('failed', 'Twilio placed no leg', ['worker-dialer']),
    ...DROPPED.map((to) => unplaced(to, 'dropped before a leg was placed', ['worker-dialer'])),
    { from: ['initiating'], to: 'initiated', when: 'callback or REST', by: ['worker-status'] },
    { from: ['queued'], to: 'initiated', when: 'callback or REST', by: ['worker-status'] },
    { from: ['initiated'], to: 'ringing', when: 'callback or REST', by: ['worker-status'] },
    { from: ['ringing'], to: 'in-progress', when: 'callback or REST', by: ['worker-status'] },
    ...ENDS.filter((to) => to !== 'completed').map(
      (to) => ({ from: ['ringing'], to, when: 'callback or REST', by: ['worker-status'] }) as const,
    ),
    { from: ['in-progress'], to: 'completed', when: 'callback or REST', by: ['worker-status'] },
    ...DROPPED.map((to) => ({ from: ['in-progress'], to, when: 'ended by our drop', by: ['worker-status'] }) as const),
    ...ENDS.map(
      (to) =>
        ({
          from: ['queued', 'initiated', 'ringing', 'in-progress'],
          to,
          when: 'set by hand',
          by: ['worker-status'],
        }) as const,
    ),
  ],
};
