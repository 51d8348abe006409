/** Why a person on a call asks for help. */
export const SIREN_TYPES = ['emergency', 'quality_issue', 'technical_problem', 'inappropriate_behavior'] as const;
export type SirenType = (typeof SIREN_TYPES)[number];

export const SIREN_STATUSES = ['active', 'acknowledged', 'resolved', 'false_alarm'] as const;
export type SirenStatus = (typeof SIREN_STATUSES)[number];

export const SIREN_ACTIONS = ['acknowledge', 'release', 'resolve', 'false_alarm'] as const;
export type SirenAction = (typeof SIREN_ACTIONS)[number];

/** Where an action leads, or which actions are allowed instead. */
export type SirenStep = { status: SirenStatus } | { allowed: SirenAction[] };

/** A siren is resolved only after it is acknowledged; an acknowledged one may be released. */
const STEPS: Record<SirenStatus, Partial<Record<SirenAction, SirenStatus>>> = {
  active: { acknowledge: 'acknowledged', false_alarm: 'false_alarm' },
  acknowledged: { release: 'active', resolve: 'resolved', false_alarm: 'false_alarm' },
  resolved: {},
  false_alarm: {},
};

/** The step of an action from where a siren stands. */
export function nextSirenState(current: SirenStatus, action: SirenAction): SirenStep {
  const steps = STEPS[current];
  const status = steps[action];
  return status === undefined ? { allowed: SIREN_ACTIONS.filter((one) => one in steps) } : { status };
}

/** An open siren; a call has at most one. */
export const isOpenSiren = (status: SirenStatus): boolean => status === 'active' || status === 'acknowledged';
