import { failure, findingsAbout, type Finding } from '@trunkline/telephony/doctor';
import type { ConfiguredApplication, ConfiguredDomain, ConfiguredNumber } from '../configuration/configured.ts';
import { judgeUrl, type ConfiguredUrl } from './webhook-url.ts';

/** What is configured where, and what should lead to us. */
export type Expected = {
  /** WEBHOOK_BASE_URL. */
  origin: URL;
  /** The account's numbers that are ours; empty: those that lead to the origin. */
  ownedNumbers: ReadonlySet<string>;
  /** The domain whose phones incoming calls ring. */
  sipDomain: string | undefined;
};

type Configured = Pick<ConfiguredNumber, 'voice_url' | 'voice_method' | 'voice_fallback_url' | 'voice_fallback_method'>;

/** Judges the voice URL, the fallback and the status callback of one resource. */
function judgeUrls(
  subject: string,
  configured: Configured,
  status: Pick<ConfiguredUrl, 'url' | 'method'>,
  { origin }: Expected,
  fix: string,
): Finding[] {
  const judge = (role: ConfiguredUrl['role'], { url, method }: Pick<ConfiguredUrl, 'url' | 'method'>) =>
    judgeUrl({ subject, role, url, method, fix }, origin);
  const fallback = { url: configured.voice_fallback_url, method: configured.voice_fallback_method };
  return [
    ...judge('voice', { url: configured.voice_url, method: configured.voice_method }),
    ...judge('status', status),
    ...judge('fallback', fallback),
    ...sameFallback(subject, configured),
  ];
}

function sameFallback(subject: string, { voice_url: voice, voice_fallback_url: fallback }: Configured): Finding[] {
  const isSame = Boolean(fallback) && fallback!.split('#')[0] === voice?.split('#')[0];
  if (!isSame) return [];
  const said = 'has its voice URL as fallback too: where the one fails, the other does.';
  const fix = 'Set a fallback at another host, such as a TwiML Bin that takes a message, or none.';
  return [findingsAbout(subject).warning('fallback-url-same', said, fix)];
}

/** The numbers that are ours, each with its URLs, or with those of its application. */
export function numberFindings(
  numbers: readonly ConfiguredNumber[],
  applications: readonly ConfiguredApplication[],
  expected: Expected,
): { judged: number; findings: Finding[] } {
  const { ownedNumbers, origin } = expected;
  const ours = numbers.filter((number) =>
    ownedNumbers.size > 0 ? ownedNumbers.has(number.phone_number) : leadsTo(number, origin),
  );
  const missing = [...ownedNumbers].filter((owned) => !numbers.some((number) => number.phone_number === owned));
  const findings = [
    ...missing.map(notInAccount),
    ...ours.flatMap((number) => judgeNumber(number, applications, expected)),
  ];
  if (ours.length === 0 && ownedNumbers.size === 0)
    findings.push(
      failure(
        'no-number',
        `None of the ${numbers.length} numbers of the account leads to ${origin.host}, and OWNED_PHONE_NUMBERS names none.`,
        'Connect one: npx trunkline connect +1…',
      ),
    );
  return { judged: ours.length, findings };
}

const notInAccount = (owned: string): Finding =>
  findingsAbout(`number ${owned}`).failure(
    'number-not-in-account',
    'of OWNED_PHONE_NUMBERS is not in the account.',
    'Correct OWNED_PHONE_NUMBERS (E.164, such as +16175006181), or buy or port the number.',
  );

function judgeNumber(
  number: ConfiguredNumber,
  applications: readonly ConfiguredApplication[],
  expected: Expected,
): Finding[] {
  const subject = `number ${number.phone_number}`;
  const connect = `npx trunkline connect ${number.phone_number}`;
  const about = findingsAbout(subject);
  if (number.capabilities?.voice === false)
    return [
      about.failure(
        'number-without-voice',
        'cannot take calls.',
        'Take it out of OWNED_PHONE_NUMBERS, or buy one with voice.',
      ),
    ];
  if (number.voice_receive_mode === 'fax')
    return [
      about.failure(
        'number-receives-fax',
        'takes faxes, not calls.',
        'Let it receive voice calls, in Twilio’s console.',
      ),
    ];
  if (number.trunk_sid) {
    const said = `belongs to the SIP trunk ${number.trunk_sid}, so that its URLs are not used.`;
    return [about.failure('number-on-trunk', said, `Take it off the trunk: ${connect}`)];
  }
  const { voice_application_sid: sid } = number;
  if (!sid) {
    const status = { url: number.status_callback, method: number.status_callback_method };
    return judgeUrls(subject, number, status, expected, connect);
  }
  if (applications.some((each) => each.sid === sid)) return []; // it is judged by itself
  const said = `uses the application ${sid}, which is not in the account.`;
  return [about.failure('number-application-unknown', said, connect)];
}

/** The applications of our numbers, and those that lead to us. */
export function applicationFindings(
  applications: readonly ConfiguredApplication[],
  numbers: readonly ConfiguredNumber[],
  expected: Expected,
): { judged: number; findings: Finding[] } {
  const isUsed = ({ sid }: ConfiguredApplication) =>
    numbers.some((number) => number.voice_application_sid === sid && expected.ownedNumbers.has(number.phone_number));
  const ours = applications.filter((each) => isUsed(each) || leadsTo(each, expected.origin));
  const findings = ours.flatMap((application) => {
    const subject = `application ${application.friendly_name || application.sid}`;
    const status = { url: application.status_callback, method: application.status_callback_method };
    return judgeUrls(subject, application, status, expected, `npx trunkline connect ${application.sid}`);
  });
  return { judged: ours.length, findings };
}

/** The SIP domain that incoming calls ring, and those that lead to us. */
export function domainFindings(
  domains: readonly ConfiguredDomain[],
  expected: Expected,
): { judged: number; findings: Finding[] } {
  const { sipDomain, origin } = expected;
  const rung = domains.find(({ domain_name: name }) => isDomain(name, sipDomain));
  const calling = domains.filter((each) => leadsTo(each, origin));
  const ours = new Set([...(rung ? [rung] : []), ...calling]);
  const findings = [...ours].flatMap((domain) => {
    const subject = `SIP domain ${domain.domain_name}`;
    const status = { url: domain.voice_status_callback_url, method: domain.voice_status_callback_method };
    const urls = calling.includes(domain)
      ? judgeUrls(subject, domain, status, expected, `npx trunkline connect ${domain.sid}`)
      : [];
    return [...urls, ...judgeAccess(subject, domain, domain === rung)];
  });
  if (sipDomain !== undefined && !rung)
    findings.push(
      findingsAbout(`SIP domain ${sipDomain}`).failure(
        'sip-domain-not-in-account',
        'is not in the account: incoming calls ring no phone.',
        'Set SIP_DOMAIN to a domain of the account, such as example.sip.twilio.com.',
      ),
    );
  return { judged: ours.size, findings };
}

function judgeAccess(
  subject: string,
  { auth_type: auth, sip_registration: registers }: ConfiguredDomain,
  isRung: boolean,
) {
  const about = findingsAbout(subject);
  const findings: Finding[] = [];
  if (!auth)
    findings.push(
      about.failure(
        'sip-domain-without-access',
        'has neither a credential list nor an access list: Twilio takes no calls from its phones.',
        'Give the domain a credential list, in Twilio’s console.',
      ),
    );
  if (isRung && registers === false)
    findings.push(
      about.failure(
        'sip-domain-without-registration',
        'does not let phones register: incoming calls ring no phone.',
        'Switch SIP registration on for the domain, and give it a credential list, in Twilio’s console.',
      ),
    );
  return findings;
}

/** A domain is reached at `name.sip.twilio.com` and, by region, at `name.sip.us1.twilio.com`. */
const isDomain = (name: string, given: string | undefined): boolean =>
  given !== undefined && withoutRegion(name) === withoutRegion(given);
const withoutRegion = (domain: string): string =>
  domain.toLowerCase().replace(/\.sip\.[a-z0-9-]+\.twilio\.com$/, '.sip.twilio.com');

/** True where a URL of the resource is at the host of the origin. */
function leadsTo(
  {
    voice_url: voice,
    ...others
  }: Configured & {
    status_callback?: string | null | undefined;
    voice_status_callback_url?: string | null | undefined;
  },
  origin: URL,
): boolean {
  return [voice, others.status_callback, others.voice_status_callback_url].some(
    (url) => URL.parse(url?.trim() ?? '')?.hostname === origin.hostname,
  );
}
