import type { StateMachine } from '../states/state-machine.ts';

export const ENDPOINT_STATES = ['active', 'disabled', 'off'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** Events are recorded for endpoints in these states: as deliveries, or as missed ones. */
export const FOLLOWING_STATES = ['active', 'disabled'] as const satisfies readonly EndpointState[];

/**
 * An endpoint is disabled after this many failed attempts in a row, of any of its messages, if the first of them is this
 * long ago: a restart of the receiver under load is no reason, a receiver that is gone costs no more than ten minutes.
 */
export const DISABLED_AFTER = { failures: 20, minutes: 10 } as const;

/** How long the previous secret still signs after a rotation, in hours: a day by default, a week at most. */
export const SECRET_OVERLAP_HOURS = { default: 24, most: 168 } as const;

export const ENDPOINT_MACHINE: StateMachine<EndpointState> = {
  title: 'Webhook endpoint',
  about: `A receiver of events. Failed attempts in a row disable it: ${DISABLED_AFTER.failures} of them, the first at least ${DISABLED_AFTER.minutes} minutes ago. An answer with \`Retry-After\` is no failure: 429 and 503 pause the endpoint (\`paused_until\`). Events while it is disabled are kept as missed deliveries; events while it is off are not kept.`,
  states: ENDPOINT_STATES,
  starts: [{ to: 'active', when: 'created', by: ['api'] }],
  transitions: [
    {
      from: ['active'],
      to: 'disabled',
      when: 'failures in a row, 410, or an address that must not be requested',
      by: ['worker-notify'],
    },
    { from: ['active', 'disabled'], to: 'off', when: 'switched off', by: ['api'] },
    { from: ['disabled', 'off'], to: 'active', when: 'enabled', by: ['api'] },
  ],
};
