import { findCallbackPath, REPLY_FORMS } from '@trunkline/telephony/callbacks';
import { findingsAbout, type Finding } from '@trunkline/telephony/doctor';
import { isUnreachable } from './is-unreachable.ts';

/** A URL that is configured at Twilio. */
export type ConfiguredUrl = {
  /** What it is configured for, such as `number +16175006181`. */
  subject: string;
  role: 'voice' | 'status' | 'fallback';
  url: string | null | undefined;
  method: string | null | undefined;
  /** What sets it right. */
  fix: string;
};

const ROLES = { voice: 'voice URL', status: 'status callback', fallback: 'fallback URL' } as const;

/** Twilio's own destinations of calls. */
const TWILIO_PAGES: readonly (readonly [host: RegExp, what: string])[] = [
  [/^demo\.twilio\.com$/, 'Twilio’s demo'],
  [/^handler\.twilio\.com$/, 'a TwiML Bin'],
  [/^webhooks\.twilio\.com$/, 'a Studio flow'],
  [/\.twil\.io$/, 'a Twilio Function'],
];
const TUNNELS = /\.(?:trycloudflare\.com|ngrok\.io|ngrok\.app|ngrok\.dev|ngrok-free\.(?:app|dev)|loca\.lt)$/;

/** What keeps a URL at Twilio from working with `origin`, where ingest is reached. The first fault that matters is the only one. */
export function judgeUrl(configured: ConfiguredUrl, origin: URL): Finding[] {
  const { role } = configured;
  const given = configured.url ?? '';
  const what = ROLES[role];
  const finding = findingsOf(configured);
  if (given.trim() === '') {
    if (role === 'fallback') return [];
    const effect = role === 'voice' ? 'Calls to it reach no application.' : 'The end of its calls is not reported.';
    return [finding('missing', 'failure', `has no ${what}. ${effect}`)];
  }
  const url = URL.parse(given.trim());
  if (!url || !/^https?:$/.test(url.protocol))
    return [finding('invalid', 'failure', `has a ${what} that is no URL: ${shorten(given)}.`)];
  const elsewhere = judgeOrigin(url, origin, what, finding);
  if (elsewhere) return role === 'fallback' ? [] : [elsewhere]; // a fallback elsewhere is what a fallback is for
  if (/\s/.test(given))
    return [finding('spaces', 'failure', `has a ${what} with spaces, for which the signature does not hold.`)];
  const wrongPath = judgePath(configured, url, finding);
  if (wrongPath) return [wrongPath];
  return [...judgeLogin(url, what, finding), ...judgeOverrides(url.hash, what, finding)];
}

/** Makes findings about a URL. */
const findingsOf =
  ({ subject, role, fix }: ConfiguredUrl): MakeFinding =>
  (fault, level, said, remedy = fix) =>
    findingsAbout(subject)[level](`${role}-url-${fault}`, said, remedy);

type MakeFinding = (fault: string, level: Finding['level'], said: string, fix?: string) => Finding;

function judgeOrigin(url: URL, origin: URL, what: string, finding: MakeFinding): Finding | undefined {
  const page = TWILIO_PAGES.find(([host]) => host.test(url.hostname));
  if (page) return finding('at-twilio', 'failure', `has a ${what} that leads to ${page[1]}, not to Trunkline.`);
  if (url.origin === origin.origin) return undefined;
  if (url.hostname === origin.hostname && url.protocol !== origin.protocol)
    return finding(
      'scheme',
      'failure',
      `has a ${what} with ${url.protocol.slice(0, -1)}, and WEBHOOK_BASE_URL has ${origin.protocol.slice(0, -1)}. Twilio signs the URL that it calls, so that ingest refuses its callbacks (403).`,
    );
  if (url.hostname === origin.hostname)
    return finding(
      'port',
      'failure',
      `has a ${what} at port ${portOf(url)}, and WEBHOOK_BASE_URL is at ${portOf(origin)}.`,
    );
  if (isUnreachable(url.hostname))
    return finding('private', 'failure', `has a ${what} at ${url.host}, which Twilio cannot reach.`);
  if (TUNNELS.test(url.hostname))
    return finding(
      'old-tunnel',
      'failure',
      `has a ${what} at ${url.host}, a tunnel that is not the one of WEBHOOK_BASE_URL (${origin.host}).`,
    );
  return finding('host', 'failure', `has a ${what} at ${url.host}, and WEBHOOK_BASE_URL is at ${origin.host}.`);
}

function judgePath({ role, method }: ConfiguredUrl, url: URL, finding: MakeFinding): Finding | undefined {
  const what = ROLES[role];
  const path = findCallbackPath(url.pathname);
  if (!path)
    return finding(
      'path',
      'failure',
      `has a ${what} with the path ${shorten(url.pathname)}, which ingest answers with 404.`,
    );
  const waits = path.replies !== 'by-kind' && REPLY_FORMS[path.replies] === 'TwiML';
  if (role !== 'status' && !waits && path.replies !== 'by-kind')
    return finding(
      'answers-no-twiml',
      'failure',
      `has a ${what} that is a status callback (${url.pathname}): callers hear nothing.`,
    );
  if (role === 'status' && waits)
    return finding(
      'answers-twiml',
      'failure',
      `has a ${what} that is a voice URL (${url.pathname}): the end of calls is not recorded.`,
    );
  if (method?.toUpperCase() === 'GET' && !path.acceptsGet)
    return finding('method', 'failure', `calls its ${what} with GET, and ingest accepts POST only.`);
  return undefined;
}

function judgeLogin(url: URL, what: string, finding: MakeFinding): Finding[] {
  if (url.username === '') return [];
  const sentence = `has a ${what} with a user name, which ingest does not check.`;
  return [finding('login', 'warning', sentence, 'Remove the user name and password from the URL.')];
}

/** Twilio's connection overrides: name to the values that it accepts. */
const OVERRIDES: Readonly<Record<string, RegExp>> = {
  rc: /^[0-5]$/,
  rp: /^(?:all|[a-z0-9]+(?:,[a-z0-9]+)*)$/,
  ct: /^\d{3,5}$/,
  rt: /^\d{3,5}$/,
  tt: /^\d{3,5}$/,
  sni: /^[yn]$/,
  e: /^[a-z-]+(?:,[a-z-]+)*$/,
};

function judgeOverrides(hash: string, what: string, finding: MakeFinding): Finding[] {
  const given = new URLSearchParams(hash.slice(1));
  const wrong = [...given].find(([name, value]) => !OVERRIDES[name]?.test(value));
  if (wrong)
    return [
      finding(
        'overrides',
        'warning',
        `has a ${what} whose overrides Twilio does not know: ${shorten(wrong.join('='))}.`,
      ),
    ];
  const retries = Number(given.get('rc') ?? 0);
  const policy = given.get('rp') ?? 'ct';
  if (retries === 0)
    return [
      finding(
        'no-retries',
        'warning',
        `has a ${what} without #rc=5&rp=all: Twilio sends a callback once, and does not try again.`,
      ),
    ];
  if (policy !== 'all')
    return [
      finding(
        'few-retries',
        'warning',
        `has a ${what} with rp=${policy}: Twilio tries again after a few faults only. rp=all covers all.`,
      ),
    ];
  return [];
}

const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
