import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Base UI's ends of an open menu: they pass the focus on at once. */
const FOCUS_GUARDS = '[data-base-ui-focus-guard]';

type Subject = 'everything' | 'colours' | 'all but colours';

/** Violations of WCAG 2.2 AA on the page as it is, one line each. */
export async function findViolations(page: Page, subject: Subject = 'everything'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source); // evaluate passes the content policy
  return page.evaluate(
    async ([rules, guards, colours]) => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
        { exclude: [guards] },
        {
          runOnly: colours === 'colours' ? ['color-contrast'] : rules,
          rules: {
            region: { enabled: false }, // menus and toasts lie outside of all regions
            ...(colours === 'all but colours' && { 'color-contrast': { enabled: false } }),
          },
          resultTypes: ['violations'],
        },
      );
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
        ),
      );
    },
    [RULES, FOCUS_GUARDS, subject] as const,
  );
}

/** What is wrong with the open page in light, in dark, in forced colours, and in a window of 360 px; one line each. */
export async function findViolationsInEachLook(page: Page): Promise<string[]> {
  const found: string[] = [];
  const note = (look: string, violations: readonly string[]) =>
    void found.push(...violations.map((violation) => `${look}: ${violation}`));
  const size = page.viewportSize();
  note('light', await findViolations(page));
  if (await isTooWide(page)) found.push('light: wider than the window');
  // The elements are the same: only their colours can be wrong.
  await page.emulateMedia({ colorScheme: 'dark' });
  await nextFrame(page);
  note('dark', await findViolations(page, 'colours'));
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await nextFrame(page);
  note('forced colours', await findViolations(page, 'colours'));
  await page.emulateMedia({ forcedColors: 'none' });
  await page.setViewportSize({ width: 360, height: 740 });
  await nextFrame(page);
  note('360 px wide', await findViolations(page, 'all but colours'));
  if (await isTooWide(page)) found.push('360 px wide: wider than the window');
  if (size) await page.setViewportSize(size);
  return found;
}

/** A change of the media or the window is known to the page with its next frame. */
const nextFrame = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** True if the page is wider than the window. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
