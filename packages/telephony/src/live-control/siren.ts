import type { StateMachine } from '../states/state-machine.ts';

/** Why a person on a call asked for help. */
export const SIREN_TYPES = ['emergency', 'quality_issue', 'technical_problem', 'inappropriate_behavior'] as const;
export type SirenType = (typeof SIREN_TYPES)[number];

export const SIREN_STATUSES = ['active', 'acknowledged', 'resolved', 'false_alarm'] as const;
export type SirenStatus = (typeof SIREN_STATUSES)[number];

/** A call has at most one open siren. A closed one stays closed. */
export const OPEN_SIREN_STATUSES = ['active', 'acknowledged'] as const satisfies readonly SirenStatus[];

/** An active siren is alerted again after this long. */
export const SIREN_ALERT_SECONDS = 30;

export const SIREN_ACTIONS = ['acknowledge', 'release', 'resolve', 'false_alarm'] as const;
export type SirenAction = (typeof SIREN_ACTIONS)[number];

/** The state that an action leads to, or the actions that are possible instead. */
export type SirenStep = { status: SirenStatus } | { allowed: SirenAction[] };

/** A siren is resolved only after it was acknowledged; the person who acknowledged it may release it. */
const STEPS: Record<SirenStatus, Partial<Record<SirenAction, SirenStatus>>> = {
  active: { acknowledge: 'acknowledged', false_alarm: 'false_alarm' },
  acknowledged: { release: 'active', resolve: 'resolved', false_alarm: 'false_alarm' },
  resolved: {},
  false_alarm: {},
};

/** The step of an action from the present state. */
export function nextSirenState(current: SirenStatus, action: SirenAction): SirenStep {
  const steps = STEPS[current];
  const status = steps[action];
  return status === undefined ? { allowed: SIREN_ACTIONS.filter((one) => one in steps) } : { status };
}

/** Where an action leads from each state in which it is possible. */
export function sirenTransition(action: SirenAction): { from: SirenStatus[]; to: SirenStatus } {
  const from = SIREN_STATUSES.filter((status) => action in STEPS[status]);
  return { from, to: STEPS[from[0]!][action]! };
}

export const SIREN_MACHINE: StateMachine<SirenStatus> = {
  title: 'Siren',
  about: `A call for help during a call. An active siren is alerted again every ${SIREN_ALERT_SECONDS} s until staff acknowledge it.`,
  states: SIREN_STATUSES,
  starts: [{ to: 'active', when: 'raised', by: ['api'] }],
  transitions: SIREN_ACTIONS.map((action) => ({
    ...sirenTransition(action),
    when: action.replace('_', ' '),
    by: ['api'],
  })),
};
