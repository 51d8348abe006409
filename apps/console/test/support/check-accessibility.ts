import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Base UI's ends of an open menu: they pass the focus on at once. */
const FOCUS_GUARDS = '[data-base-ui-focus-guard]';

/** Violations of WCAG 2.2 AA on the page as it is, one line each. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source); // evaluate passes the content policy
  return page.evaluate(
    async ([rules, guards]) => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
        { exclude: [guards] },
        {
          runOnly: rules,
          resultTypes: ['violations'],
          preload: false,
          iframes: false,
          rules: { region: { enabled: false } }, // menus and toasts lie outside of all regions
        },
      );
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
        ),
      );
    },
    [RULES, FOCUS_GUARDS] as const,
  );
}

/** True if the page is wider than the window. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
