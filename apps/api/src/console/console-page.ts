import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm run console:build` and the image have the console. */
export const BUILT_CONSOLE = fileURLToPath(new URL('../../../console/dist', import.meta.url));

/** What the page knows before its first request. */
export type PageConfig = {
  /** Shown next to the name; in DEMO every call is simulated. */
  badge: 'DEMO' | 'STAGING' | null;
  /** Shows the page of all parts at /_parts. */
  isDevelopment: boolean;
};

/** The page of the console with this nonce; undefined if the console is not built. */
export async function readConsolePage(
  folder: string,
  { nonce, config }: { nonce: string; config: PageConfig },
): Promise<string | undefined> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(absent);
  return page?.replaceAll('__NONCE__', nonce).replace('__CONFIG__', escapeAttribute(JSON.stringify(config)));
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

const escapeAttribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Scripts and styles load from this server or carry the nonce; nothing is framed, and forms stay here. */
export const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The answer to a browser where the console is not built. */
export const NOT_BUILT = `The console is not built.

Run "npm run console:build" in the checkout, then reload this page. "npm start" builds the console by itself, and so does the Dockerfile.
The API works without it: /docs lists all endpoints.
`;
