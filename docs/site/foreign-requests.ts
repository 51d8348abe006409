import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What makes a browser request an address: all but links that a person follows. */
const REQUESTED =
  /<(?:script|img|iframe|source)\b[^>]*?\ssrc="([^"]*)"|<link\b[^>]*?\shref="([^"]*)"|(?:url\(|@import )['"]?([^'")\s]+)/g;

/** The addresses on other hosts that this page or style would request. */
export const findForeign = (text: string): string[] =>
  [...text.matchAll(REQUESTED)]
    .map(([, source, link, style]) => source ?? link ?? style ?? '')
    .filter((address) => /^(?:https?:)?\/\//.test(address));

/** Throws if a page or style of the built site makes a browser ask another host. */
export function refuseForeign(folder: string): void {
  const found = globSync('**/*.{html,css}', { cwd: folder }).flatMap((file) =>
    findForeign(readFileSync(join(folder, file), 'utf8')).map((address) => `${file} requests ${address}`),
  );
  if (found.length > 0) throw new Error(`The site must ask no other host:\n${found.join('\n')}`);
}
