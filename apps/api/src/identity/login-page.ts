import type { LoginLink } from '@trunkline/db/identity';
import { createHash } from 'node:crypto';

/** Path of login links. */
export const LOGIN_PATH = '/login';

/** The page of a login link: a button that logs in, or the reason why the link no longer does, with status 410. */
export function loginPage(
  link: LoginLink | undefined,
  token: string,
): { status: 200 | 410; text: string; type: string } {
  const { name = '', state = 'unknown' } = link ?? {};
  const type = 'text/html';
  if (state === 'valid') return { status: 200, text: pageWith(buttonFor(name, token)), type };
  return { status: 410, text: pageWith(refusalOf(state)), type };
}

const buttonFor = (
  name: string,
  token: string,
): string => `<form method="post" action="${LOGIN_PATH}?token=${encodeURIComponent(token)}">
<p>This link logs you in to Trunkline once.</p>
<button type="submit" autofocus>Log in as ${escapeHtml(name)}</button>
</form>`;

const REASONS = {
  used: 'This link was already used: a link logs in once. If it was you, <a href="/">go on to Trunkline</a>.',
  expired: 'This link has expired: a link is valid for ten minutes.',
  unknown: 'This link is not valid here. It is incomplete, or it expired long ago.',
};

const refusalOf = (reason: keyof typeof REASONS): string => `<p>${REASONS[reason]}</p>
<p>Ask for another link. Operators create one with <code>npx trunkline users link NAME</code>.</p>`;

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 20vh auto 0; padding: 0 1rem; color-scheme: light dark }
button { font: inherit; padding: 0.5rem 1rem }
`;

const pageWith = (content: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Log in to Trunkline</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Trunkline</h1>
${content}
</main>
</body>
</html>
`;

/**
 * Headers of the page. It runs no script, loads nothing and cannot be framed. `same-origin` instead of `no-referrer`, since
 * without a referrer browsers send `Origin: null` with the form.
 */
export const LOGIN_PAGE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
};

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter]!);
