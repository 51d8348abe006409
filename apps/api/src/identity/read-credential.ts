import type { IncomingHttpHeaders } from 'node:http';

/** The credential of a request, not yet verified. */
export type GivenCredential =
  | { kind: 'key'; key: string }
  | { kind: 'token'; token: string }
  | { kind: 'password'; user: string; password: string }
  | { kind: 'session'; token: string }
  | { kind: 'unreadable' };

/** The first of Authorization, X-API-Key and session cookie; undefined if a request has none of them. */
export function readCredential(headers: IncomingHttpHeaders, cookieName: string): GivenCredential | undefined {
  if (headers.authorization !== undefined) return readAuthorization(headers.authorization);
  const key = headers['x-api-key'];
  if (typeof key === 'string') return { kind: 'key', key };
  const token = readCookie(headers.cookie ?? '', cookieName);
  return token === undefined ? undefined : { kind: 'session', token };
}

function readAuthorization(header: string): GivenCredential {
  const [, scheme = '', given = ''] = /^(\S+) +(\S+)$/.exec(header.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return given.startsWith('trk_') ? { kind: 'key', key: given } : { kind: 'token', token: given };
    case 'basic':
      return readBasic(Buffer.from(given, 'base64').toString());
    default:
      return { kind: 'unreadable' };
  }
}

function readBasic(text: string): GivenCredential {
  const colon = text.indexOf(':');
  if (colon < 0) return { kind: 'unreadable' };
  return { kind: 'password', user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Browsers send the cookie with the most specific path first. */
function readCookie(header: string, name: string): string | undefined {
  const start = `${name}=`;
  return header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}
