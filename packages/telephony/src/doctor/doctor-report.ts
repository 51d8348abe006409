import type { Finding } from './finding.ts';

/** What the doctor examines, with its title, in the order of the report. */
export const DOCTOR_CHECKS = {
  'this-machine': 'This machine',
  api: 'API',
  'event-stream': 'Event stream',
  proxy: 'Proxy',
  processes: 'Processes',
  postgres: 'Postgres',
  queue: 'Queue',
  'object-store': 'Object store',
  inbox: 'Inbox',
  'outbound-webhooks': 'Outbound webhooks',
  'twilio-account': 'Twilio account',
  clock: 'Clock',
  'public-url': 'Public URL',
  numbers: 'Phone numbers',
  applications: 'TwiML applications',
  'sip-domains': 'SIP domains',
  alerts: 'Twilio’s alerts',
} as const;

export type DoctorCheckName = keyof typeof DOCTOR_CHECKS;
export const DOCTOR_CHECK_NAMES = Object.keys(DOCTOR_CHECKS) as [DoctorCheckName, ...DoctorCheckName[]];

/** `unknown`: it could not be examined, as `detail` says. `off`: there is nothing to examine. */
export const CHECK_STATES = ['ok', 'warning', 'failure', 'unknown', 'off'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** A check with what it found; `detail` says what was examined. */
export type DoctorCheck = { name: DoctorCheckName; state: CheckState; detail: string; findings: Finding[] };

/** A check that was carried out; its worst finding is its state. */
export function checkOf(name: DoctorCheckName, detail: string, findings: readonly Finding[]): DoctorCheck {
  const state = findings.some(({ level }) => level === 'failure') ? 'failure' : findings.length > 0 ? 'warning' : 'ok';
  return { name, state, detail, findings: [...findings] };
}

/** A check that could not be carried out, or has nothing to examine. */
export const uncheckedOf = (name: DoctorCheckName, state: 'unknown' | 'off', detail: string): DoctorCheck => ({
  name,
  state,
  detail,
  findings: [],
});

/** The checks that worker-reconcile makes, as it alone has the credentials of Twilio. */
export const CHECKS_OF_TWILIO = [
  'twilio-account',
  'clock',
  'numbers',
  'applications',
  'sip-domains',
  'alerts',
] as const;

/** The checks in their order. */
export const inOrder = (checks: readonly DoctorCheck[]): DoctorCheck[] =>
  DOCTOR_CHECK_NAMES.flatMap((name) => checks.filter((check) => check.name === name));

/** `unknown` where nothing is wrong, yet not all could be examined. */
export const reportStateOf = (checks: readonly DoctorCheck[]): Exclude<CheckState, 'off'> =>
  (['failure', 'warning', 'unknown'] as const).find((state) => checks.some((check) => check.state === state)) ?? 'ok';
