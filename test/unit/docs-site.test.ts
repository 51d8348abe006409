import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findForeign } from '../../docs/site/foreign-requests.ts';
import { anchorOf, resolveLink } from '../../docs/site/links.ts';
import { CHECKOUT, isPage, routeOf, siteFile } from '../../docs/site/pages.ts';
import { listPages } from '../../docs/site/sidebar.ts';
import { parseMarkdown } from '../support/docs/markdown.ts';

const checkout = fileURLToPath(CHECKOUT);
const HOME = 'docs/site/index.md';
const pages = globSync('docs/**/*.md', { cwd: checkout, exclude: (path) => path.includes('node_modules') });

test('every page of docs/ is in the sidebar once, and no page of the sidebar is absent', () => {
  const listed = listPages();
  expect(new Set(listed).size).toBe(listed.length);
  expect(pages.filter((page) => page !== HOME && !listed.includes(page))).toEqual([]);
  expect(listed.filter((page) => !existsSync(new URL(page, CHECKOUT)))).toEqual([]);
});

test('every page of the sidebar is a page of the site, under an address of its own', () => {
  const listed = [HOME, ...listPages()];
  expect(listed.filter((page) => !isPage(page))).toEqual([]);
  expect(new Set(listed.map(siteFile)).size).toBe(listed.length);
});

test('every link of every page leads to a page of the site or to a file of the repository', () => {
  const links = [HOME, ...listPages()].flatMap((page) =>
    parseMarkdown(readFileSync(new URL(page, CHECKOUT), 'utf8')).links.map(({ target }) => resolveLink(page, target)),
  );
  expect(links.length).toBeGreaterThan(500);
});

describe('a link', () => {
  test('to a page becomes its address, with its anchor', () => {
    expect(resolveLink('docs/flows/event.md', '../operations/ingest.md#signatures')).toEqual({
      address: '/operations/ingest#signatures',
    });
    expect(resolveLink('README.md', 'docs/decisions')).toEqual({ address: '/decisions/' });
    expect(resolveLink('docs/twilio-setup.md', '../README.md')).toEqual({ address: '/inside' });
    expect(resolveLink('docs/tour.md', '#people-and-keys')).toEqual({ address: '#people-and-keys' });
    expect(resolveLink('docs/tour.md', 'https://www.twilio.com/docs/voice')).toEqual({
      address: 'https://www.twilio.com/docs/voice',
    });
  });

  test('to a source file or a folder names it, as the site has neither', () => {
    expect(resolveLink('docs/flows/callback.md', '../../apps/ingest/src/spool')).toEqual({
      source: 'apps/ingest/src/spool/',
    });
    expect(resolveLink('README.md', 'LICENSE')).toEqual({ source: 'LICENSE' });
  });

  test('that leads nowhere fails the build, and the error names the page and the link', () => {
    expect(() => resolveLink('docs/tour.md', 'tuor.md')).toThrow('docs/tour.md links to tuor.md, which does not exist');
    expect(() => resolveLink('docs/tour.md', '../docs/site/absent.md')).toThrow(/absent\.md, which does not exist/);
  });
});

test('a heading has the anchor that GitHub gives it', () => {
  const page = readFileSync(new URL('docs/operations/access.md', CHECKOUT), 'utf8');
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!);
  expect(headings.map(anchorOf)).toEqual(headings.map((heading) => [...parseMarkdown(`## ${heading}`).anchors][0]));
});

test('addresses follow from files', () => {
  expect(routeOf(HOME)).toBe('/');
  expect(routeOf('docs/decisions/README.md')).toBe('/decisions/');
  expect(routeOf('docs/operations/ingest.md')).toBe('/operations/ingest');
});

test('a script, style, font or picture of another host is found, a link to another host is none', () => {
  const page = `<a href="https://example.com/a">a</a><script type="module" src="/own.js"></script><img alt="" src="data:,">
    <script src="https://example.com/b.js"></script><link rel="stylesheet" href="//example.com/c.css"><img src="http://example.com/d.png">`;
  const style = `@import 'https://example.com/e.css'; a { src: url("https://example.com/f.woff2"), url(/own.woff2) }`;
  expect(findForeign(page + style).map((address) => address.replace(/.*\//, ''))).toEqual([
    'b.js',
    'c.css',
    'd.png',
    'e.css',
    'f.woff2',
  ]);
});
