import type { Finding } from '@trunkline/telephony/doctor';
import type { Alert } from '../configuration/configured.ts';

type Meaning = { says: string; fix: string };

const CERTIFICATE = 'Give the proxy a certificate for the host of WEBHOOK_BASE_URL, with its whole chain.';
const ANSWERED_WRONG = 'See Rejected in the Inbox of the console, and /health of ingest.';

/** What Twilio's errors about webhooks mean for us, by code. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  11100: { says: 'a URL has a wrong form', fix: 'Set the URL again: npx trunkline connect.' },
  11200: { says: 'the answer was no success, or there was none', fix: ANSWERED_WRONG },
  11205: { says: 'no connection came about', fix: 'Start ingest, and let Twilio’s requests through the firewall.' },
  11206: {
    says: 'the answer was no HTTP',
    fix: 'Let the port of WEBHOOK_BASE_URL lead to ingest, with TLS ended by the proxy.',
  },
  11210: { says: 'the host name was not found', fix: 'Correct the DNS entry of the host of WEBHOOK_BASE_URL.' },
  11215: {
    says: 'the proxy redirected too often',
    fix: 'Configure the URL to which the proxy redirects, or take the redirect away.',
  },
  11217: { says: 'the answer was 4xx or 5xx', fix: ANSWERED_WRONG },
  11220: { says: 'no TLS connection came about', fix: CERTIFICATE },
  11235: { says: 'the certificate is for another host', fix: CERTIFICATE },
  11236: { says: 'the certificate has expired', fix: 'Renew the certificate of the host of WEBHOOK_BASE_URL.' },
  11237: { says: 'the certificate has no path to a known authority', fix: CERTIFICATE },
  11750: {
    says: 'the answer was too large',
    fix: 'Let the proxy send ingest’s answer, which is small, and no page of its own.',
  },
  12100: { says: 'the answer was no TwiML', fix: 'Let the proxy send ingest’s answer, and no page of its own.' },
  12200: {
    says: 'the TwiML has a part that Twilio does not know',
    fix: 'See the text of the alert in Twilio’s console, and report it.',
  },
  12300: { says: 'the type of the answer was wrong', fix: 'Let the proxy keep ingest’s header Content-Type.' },
  15003: { says: 'a status callback was answered with 4xx or 5xx', fix: ANSWERED_WRONG },
};

/** Twilio's alerts about requests to our host, one finding a code. */
export function alertFindings(alerts: readonly Alert[], origin: URL): { judged: number; findings: Finding[] } {
  const ours = alerts.filter(({ request_url: url }) => URL.parse(url ?? '')?.hostname === origin.hostname);
  const byCode = Map.groupBy(ours, ({ error_code: code }) => code);
  const findings = [...byCode].map(([code, found]): Finding => {
    const { says, fix } = MEANINGS[code] ?? {
      says: 'see its page',
      fix: `Read https://www.twilio.com/docs/errors/${code}.`,
    };
    const path = URL.parse(found[0]!.request_url ?? '')?.pathname ?? '';
    const last = found[0]!.date_generated;
    return {
      kind: `alert-${code}`,
      level: found.some(({ log_level: level }) => level === 'error') ? 'failure' : 'warning',
      subject: `error ${code}`,
      sentence: `Twilio reports error ${code} for ${found.length === 1 ? 'one request' : `${found.length} requests`} of the last hour: ${says}. The last was to ${path}${last ? ` at ${last}` : ''}.`,
      fix,
    };
  });
  return { judged: ours.length, findings };
}
