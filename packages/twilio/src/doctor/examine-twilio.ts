import {
  checkOf,
  CHECKS_OF_TWILIO,
  uncheckedOf,
  type DoctorCheck,
  type DoctorCheckName,
} from '@trunkline/telephony/doctor';
import { accountFault, accountFindings, clockFindings } from './account-findings.ts';
import { alertFindings } from './alert-findings.ts';
import { applicationFindings, domainFindings, numberFindings, type Expected } from './number-findings.ts';
import type { TwilioConfiguration } from '../configuration/index.ts';

export type ExamineOptions = Expected & {
  /** The tokens that ingest accepts signatures of; empty where they are not known here. */
  authTokens: readonly string[];
  region?: string | undefined;
  /** Milliseconds since 1970 by this machine's own clock. */
  now?: () => number;
};

const ALERTS_OF_MS = 3_600_000;
const NOT_ASKED = 'Twilio could not be asked.';

/** Compares what is configured at Twilio with what we expect. Never throws for what Twilio answers. */
export async function examineTwilio(
  configuration: TwilioConfiguration,
  { authTokens, region, now = Date.now, ...expected }: ExamineOptions,
): Promise<DoctorCheck[]> {
  const asked = await configuration.account().catch((error: unknown) => ({ fault: accountFault(error, region) }));
  if ('fault' in asked) {
    const [account, ...others] = CHECKS_OF_TWILIO;
    const rest = others.map((name) => uncheckedOf(name, 'unknown', NOT_ASKED));
    return [checkOf(account, asked.fault.sentence, [asked.fault]), ...rest];
  }
  const { account, at } = asked;
  const name = account.friendly_name ? ` “${account.friendly_name}”` : '';
  const own = checkOf(
    'twilio-account',
    `${account.sid}${name}, ${account.status}`,
    accountFindings(account, authTokens),
  );
  const clock = at
    ? checkOf(
        'clock',
        `within ${Math.ceil(Math.abs(now() - at.getTime()) / 1000)} s of Twilio’s`,
        clockFindings(now(), at.getTime()),
      )
    : uncheckedOf('clock', 'unknown', 'Twilio’s answer has no date.');
  const since = new Date((at?.getTime() ?? now()) - ALERTS_OF_MS);
  const [numbers, domains, alerts] = await Promise.allSettled([
    Promise.all([configuration.numbers(), configuration.applications()]),
    configuration.domains(),
    configuration.alerts(since),
  ]);
  return [
    own,
    clock,
    examine('numbers', numbers, ([all, apps]) => numberFindings(all, apps, expected)),
    examine('applications', numbers, ([all, apps]) => applicationFindings(apps, all, expected)),
    examine('sip-domains', domains, (all) => domainFindings(all, expected)),
    examine('alerts', alerts, (all) => alertFindings(all, expected.origin)),
  ];
}

type Examined = ReturnType<typeof numberFindings>;

function examine<T>(name: DoctorCheckName, read: PromiseSettledResult<T>, judge: (value: T) => Examined): DoctorCheck {
  if (read.status === 'rejected') return uncheckedOf(name, 'unknown', (read.reason as Error).message);
  const { judged, findings } = judge(read.value);
  return checkOf(name, judged === 0 ? NONE[name]! : `${judged} examined`, findings);
}

const NONE: Readonly<Partial<Record<DoctorCheckName, string>>> = {
  numbers: 'none leads here',
  applications: 'none leads here',
  'sip-domains': 'none leads here',
  alerts: 'none about requests to us in the last hour',
};
