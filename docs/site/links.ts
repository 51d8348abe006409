import { existsSync, statSync } from 'node:fs';
import { dirname, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKOUT, isPage, routeOf } from './pages.ts';

/** Where a link of a page leads on the site: to an address, or to a source file, which the site does not have. */
export type Target = { address: string } | { source: string };

const ROOT = fileURLToPath(CHECKOUT);

/** The file of a page, given its path on the disk, by its path in the repository. */
export const fileOf = (path: string): string => relative(ROOT, path).replaceAll('\\', '/');

/** Resolves a link of a page of the repository. Throws if it leads nowhere. A link to another host stays as it is. */
export function resolveLink(from: string, link: string): Target {
  if (/^(?:[a-z]+:|#)/i.test(link)) return { address: link };
  const [path = '', anchor] = link.split('#');
  const file = posix.join(dirname(from), decodeURI(path));
  const found = [file, posix.join(file, 'README.md')].find(isPage);
  if (found !== undefined && existsSync(new URL(found, CHECKOUT))) {
    return { address: anchor === undefined ? routeOf(found) : `${routeOf(found)}#${anchor}` };
  }
  if (!existsSync(new URL(file, CHECKOUT))) throw new Error(`${from} links to ${link}, which does not exist`);
  return { source: statSync(new URL(file, CHECKOUT)).isDirectory() ? `${file.replace(/\/$/, '')}/` : file };
}

/** The anchor of a heading as GitHub makes it, so that a link with one works there and on the site. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
