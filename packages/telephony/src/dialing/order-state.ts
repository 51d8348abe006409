import type { StateMachine } from '../states/state-machine.ts';

export const ORDER_STATES = ['open', 'fulfilled', 'canceled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** The two people of an order's call, each on a leg of its own. */
export const ORDER_LEGS = ['client', 'reader'] as const;
export type OrderLeg = (typeof ORDER_LEGS)[number];

export const ORDER_MACHINE: StateMachine<OrderState> = {
  title: 'Order',
  about: 'What a client ordered of a reader. People set the state; no call sets it.',
  states: ORDER_STATES,
  starts: [{ to: 'open', when: 'created', by: ['api'] }],
  transitions: ORDER_STATES.map((to) => ({
    from: ORDER_STATES.filter((from) => from !== to),
    to,
    when: 'changed by staff',
    by: ['api'],
  })),
};
