import { ACCOUNT_SID } from '@trunkline/telephony/callbacks';
import type { RejectionCause } from '@trunkline/telephony/rejected-requests';
import { createHmac } from 'node:crypto';
import type { AccountTokens } from './accounts.ts';
import { accountOf, signedParts, type SignedRequest } from './signature.ts';

/** The likely cause of a signature that did not hold, and the URL for which it does, without its query. */
export type ExplainedMismatch = { cause: RejectionCause; signedUrl: string | null };

export type MismatchExplainer = (request: SignedRequest, host: string | undefined) => ExplainedMismatch;

type Options = {
  publicOrigin: string;
  tokens: readonly string[];
  ofAccounts?: AccountTokens;
  /** True for the accounts whose token is among these. */
  hasTokenOf: (accountSid: string) => boolean;
};

/** At 64 KiB a round of HMACs takes some 10 ms; a form of Twilio has 2 KiB. */
const MAX_SIGNED_CHARS = 16_384;

/**
 * Finds out why a signature did not hold, by trying the mistakes that are made: the other scheme, another port or host, a slash,
 * the query. Some 40 HMACs. It decides nothing: the request is refused, and its host and scheme are believed for no other purpose.
 */
export function openMismatchExplainer({
  publicOrigin,
  tokens,
  ofAccounts = new Map(),
  hasTokenOf,
}: Options): MismatchExplainer {
  const base = new URL(publicOrigin);
  const all = [...new Set([...tokens, ...[...ofAccounts.values()].flat()])];
  return (request, host) => {
    const { header, rawTarget, pairs } = request;
    const account = accountOf(request);
    const text = pairs ? signedParts(pairs) : '';
    const unexplained: RejectionCause =
      account !== undefined && ACCOUNT_SID.test(account) && !hasTokenOf(account)
        ? 'another-account'
        : 'old-token-or-forged';
    if (!header || text.length > MAX_SIGNED_CHARS) return { cause: unexplained, signedUrl: null };
    const holds = (url: string): boolean =>
      all.some(
        (token) =>
          createHmac('sha1', token)
            .update(url + text, 'latin1')
            .digest('base64') === header,
      );
    if (holds(base.origin + rawTarget))
      return { cause: 'token-of-another-account', signedUrl: base.origin + pathOf(rawTarget) };
    for (const [cause, origin, target] of mistakes(base, rawTarget, host))
      if (holds(origin + target)) return { cause, signedUrl: origin + pathOf(target) };
    return { cause: unexplained, signedUrl: null };
  };
}

const pathOf = (target: string): string => target.split('?')[0]!;

type Mistake = readonly [cause: RejectionCause, origin: string, target: string];

/** The likelier ones first. */
function mistakes(base: URL, target: string, host: string | undefined): Mistake[] {
  const { hostname, origin } = base;
  const other = base.protocol === 'https:' ? 'http:' : 'https:';
  const scheme: RejectionCause = other === 'http:' ? 'configured-with-http' : 'configured-with-https';
  const [path, query] = [pathOf(target), target.slice(pathOf(target).length)];
  const slashed = path.endsWith('/') ? path.replace(/\/+$/, '') : `${path}/`;
  const claimed = host !== undefined && /^[\w.-]+(?::\d+)?$/.test(host) ? host : undefined;
  return [
    [scheme, `${other}//${base.host}`, target],
    // Twilio signs an https URL without its port.
    ...(other === 'https:' && base.port ? [[scheme, `https://${hostname}`, target] as const] : []),
    ...[80, 443, 4000, 8080].flatMap((port) =>
      ([base.protocol, other] as const).map(
        (protocol) => ['another-port', `${protocol}//${hostname}:${port}`, target] as const,
      ),
    ),
    ['another-port', `${base.protocol}//${hostname}`, target],
    ...(claimed
      ? (['https:', 'http:'] as const).map((protocol) => ['another-host', `${protocol}//${claimed}`, target] as const)
      : []),
    ['path-changed', origin, slashed + query],
    ...(query === '' ? [] : [['query-changed', origin, path] as const]),
  ];
}
