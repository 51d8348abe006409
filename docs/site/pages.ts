/** The folder of the repository, whose files the links of the pages lead to. */
export const CHECKOUT = new URL('../../', import.meta.url);

/** Pages outside of `docs/`, with their names on the site. Those of `docs/` keep theirs. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'README.md': 'inside.md',
  'CONTRIBUTING.md': 'contributing.md',
  'apps/twilio-simulator/README.md': 'simulator.md',
  'docs/site/index.md': 'index.md',
};

/** Whether a file of the repository is a page of the site. */
export const isPage = (file: string): boolean => file in OUTSIDE || /^docs\/(?!site\/).+\.md$/.test(file);

/** The file of the site that shows a page of the repository: `docs/decisions/README.md` is `decisions/index.md`. */
export const siteFile = (file: string): string =>
  OUTSIDE[file] ?? file.replace(/^docs\//, '').replace(/(^|\/)README\.md$/, '$1index.md');

/** The address of a page: `/decisions/`, `/tour`. */
export const routeOf = (file: string): string => `/${siteFile(file).replace(/(^|\/)index\.md$|\.md$/, '$1')}`;
