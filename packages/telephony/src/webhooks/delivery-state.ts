import type { StateMachine } from '../states/state-machine.ts';

export const DELIVERY_STATES = ['queued', 'sending', 'delivered', 'failed', 'missed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** The message is still to be delivered. */
export const UNDELIVERED_STATES = ['queued', 'sending'] as const satisfies readonly DeliveryState[];

/** The message was not delivered and is not attempted again, unless a person replays it. */
export const REPLAYABLE_STATES = ['failed', 'missed'] as const satisfies readonly DeliveryState[];

/** No attempt follows, unless a person retries. Deliveries in these states are deleted after 30 days. */
export const SETTLED_DELIVERY_STATES = ['delivered', ...REPLAYABLE_STATES] as const satisfies readonly DeliveryState[];

export const DELIVERY_MACHINE: StateMachine<DeliveryState> = {
  title: 'Webhook delivery',
  about:
    'One message to one endpoint: ten attempts within about two days, longer where the endpoint answers with `Retry-After`. An attempt holds the row for 30 s.',
  states: DELIVERY_STATES,
  starts: [
    { to: 'queued', when: 'stream event, or a test', by: ['worker-notify', 'api'] },
    { to: 'missed', when: 'stream event while the endpoint is disabled', by: ['worker-notify'] },
  ],
  transitions: [
    { from: ['queued'], to: 'sending', when: 'due, and the endpoint is active and not paused', by: ['worker-notify'] },
    { from: ['sending'], to: 'sending', when: 'lease lapsed', by: ['worker-notify'] },
    { from: ['sending'], to: 'delivered', when: 'answered 2xx', by: ['worker-notify'] },
    {
      from: ['sending'],
      to: 'queued',
      when: 'other answer or none, retry later, not before Retry-After',
      by: ['worker-notify'],
    },
    { from: ['sending'], to: 'failed', when: 'last attempt, 410 or forbidden address', by: ['worker-notify'] },
    { from: ['queued', 'delivered', 'failed', 'missed'], to: 'queued', when: 'retried by staff', by: ['api'] },
    { from: REPLAYABLE_STATES, to: 'queued', when: 'redriven by an operation', by: ['worker-reconcile'] },
  ],
};
