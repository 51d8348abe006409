/** Why somebody on a call asked for help. */
export const SIREN_TYPES = ['emergency', 'quality_issue', 'technical_problem', 'inappropriate_behavior'] as const;
export type SirenType = (typeof SIREN_TYPES)[number];

export const SIREN_STATUSES = ['active', 'acknowledged', 'resolved', 'false_alarm'] as const;
export type SirenStatus = (typeof SIREN_STATUSES)[number];

export const SIREN_ACTIONS = ['acknowledge', 'release', 'resolve', 'false_alarm'] as const;
export type SirenAction = (typeof SIREN_ACTIONS)[number];

/** Where an action leads, or what may be done instead. */
export type SirenStep = { status: SirenStatus } | { allowed: SirenAction[] };

/** Nobody resolves what nobody has taken on; whoever took it on may give it back. */
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

/** One that is over stays over; a call has at most one that is not. */
export const isOpenSiren = (status: SirenStatus): boolean => status === 'active' || status === 'acknowledged';
