import { checkOf, failure, uncheckedOf, warning, type DoctorCheck, type Finding } from '@trunkline/telephony/doctor';
import type { CallbackTestResult } from '@trunkline/telephony/inbox';
import { isUnreachable } from './is-unreachable.ts';

/** A callback that was signed as Twilio signs, posted to the public origin, and what came back. */
export type PostedCallback = Pick<CallbackTestResult, 'url' | 'answered' | 'tookMs' | 'error' | 'inboxId'> & {
  answer: string | null;
};

export type PublicUrlOptions = {
  origin: URL;
  /** Twilio itself calls, and not the simulator on this machine. */
  isReal: boolean;
};

const SLOW_MS = 5000;
const ORIGIN_FIX = 'Set WEBHOOK_BASE_URL to the URL that Twilio reaches, such as https://calls.example.com.';

/** Whether Twilio can reach ingest at the public origin, and ingest accepts what it signs. */
export function publicUrlCheck(posted: PostedCallback, { origin, isReal }: PublicUrlOptions): DoctorCheck {
  if (posted.url === null) return uncheckedOf('public-url', 'unknown', posted.error ?? 'Nothing was posted.');
  const faults = [...(isReal ? judgeOrigin(origin) : []), ...judgeAnswer(posted, origin)];
  return checkOf('public-url', `a signed callback to ${posted.url}: ${describe(posted)}`, faults);
}

const describe = ({ answered, tookMs, error }: PostedCallback): string =>
  answered === null ? (error ?? 'no answer') : `${answered} in ${tookMs} ms`;

function judgeOrigin({ hostname, protocol, host }: URL): Finding[] {
  if (isUnreachable(hostname))
    return [failure('public-url-private', `WEBHOOK_BASE_URL is at ${host}, which Twilio cannot reach.`, ORIGIN_FIX)];
  if (protocol === 'http:')
    return [
      warning(
        'public-url-plain',
        'WEBHOOK_BASE_URL has http: numbers and texts of callers cross the network unencrypted.',
        'Put a proxy with a certificate before ingest, such as Caddy with deploy/Caddyfile, and set WEBHOOK_BASE_URL to https.',
      ),
    ];
  return [];
}

/** Errors of Node’s sockets and TLS, as they are named in messages. */
const NO_HOST = /ENOTFOUND|EAI_AGAIN|getaddrinfo/;
const TLS = /certificate|CERT_|self.signed|SSL|TLS|EPROTO|altname/i;

function judgeAnswer({ url, answered, answer, tookMs, error, inboxId }: PostedCallback, { host }: URL): Finding[] {
  if (answered === null && NO_HOST.test(error ?? ''))
    return [
      failure(
        'public-url-no-host',
        `The host ${host} of WEBHOOK_BASE_URL is not found.`,
        'Correct the DNS entry, or WEBHOOK_BASE_URL. A tunnel that ended takes its name along.',
      ),
    ];
  if (answered === null && TLS.test(error ?? ''))
    return [
      failure(
        'public-url-certificate',
        `The certificate of ${host} is not accepted: ${error}.`,
        'Give the proxy a certificate of a known authority for this host, with its whole chain.',
      ),
    ];
  if (answered === null)
    return [
      failure(
        'public-url-no-answer',
        `Nothing answers at ${url}: ${error}.`,
        'Start ingest, and let the proxy or tunnel lead to it.',
      ),
    ];
  if (answered === 403)
    return [
      failure(
        'signature-refused',
        'Ingest refuses the signature of a callback to its own URL (403).',
        'Give ingest and worker-reconcile the same WEBHOOK_BASE_URL and TWILIO_AUTH_TOKEN, and let the proxy keep path and query.',
      ),
    ];
  if (answered === 401 || answered === 407)
    return [
      failure(
        'public-url-login',
        `${host} wants a login (${answered}), which Twilio does not have.`,
        'Let the proxy pass the paths of webhooks without a login: ingest checks signatures.',
      ),
    ];
  if (answered >= 300 && answered < 400)
    return [
      failure(
        'public-url-redirect',
        `${host} redirects (${answered}): a redirected callback loses its fields and its signature.`,
        'Set WEBHOOK_BASE_URL to the URL to which it redirects.',
      ),
    ];
  if (answered === 404 || answered === 405)
    return [
      failure(
        'public-url-not-ingest',
        `${host} answers ${answered}: the path does not lead to ingest.`,
        'Let the proxy pass /webhooks/ and the other paths of deploy/Caddyfile to ingest, and all else to api. See docs/operations/one-origin.md.',
      ),
    ];
  if (answered === 502 || answered === 504 || answered === 530 || (answered >= 520 && answered <= 527))
    return [
      failure(
        'public-url-gateway',
        `The proxy or tunnel at ${host} does not reach ingest (${answered}).`,
        'Start ingest, and check the address to which the proxy or tunnel leads (INGEST of deploy/Caddyfile, upstream of deploy/nginx.conf).',
      ),
    ];
  if (answered >= 500)
    return [
      failure(
        'ingest-failing',
        `Ingest cannot accept callbacks now (${answered}).`,
        'See /health of ingest: Postgres may not answer, or the disk of the spool may be full.',
      ),
    ];
  if (answered >= 400)
    return [
      failure(
        'public-url-refused',
        `${host} refuses callbacks (${answered}).`,
        'Let the proxy pass POST with a form of up to 64 KiB, without a limit by address.',
      ),
    ];
  const isIngests = !answer || answer.includes('<Response'); // it answers nothing, or TwiML
  if (inboxId === null && !isIngests)
    return [
      failure(
        'public-url-another-server',
        `Another server answers at ${url} (${answered}): the callback did not reach ingest.`,
        ORIGIN_FIX,
      ),
    ];
  const slow: Finding[] =
    (tookMs ?? 0) > SLOW_MS
      ? [
          warning(
            'public-url-slow',
            `Ingest took ${(tookMs! / 1000).toFixed(1)} s: Twilio waits 15 s, and callers hear silence meanwhile.`,
            'See the load of the machine, and the latency of Postgres.',
          ),
        ]
      : [];
  if (inboxId !== null) return slow;
  return [
    ...slow,
    warning(
      'callback-not-stored',
      'Ingest accepted the callback, and it is not in the inbox yet.',
      'See `spool` in /health of ingest: it keeps callbacks on its disk while Postgres does not answer.',
    ),
  ];
}
