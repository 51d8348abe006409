import type { Browser, Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openWindow } from '../support/browser.ts';
import { listAt, rows } from './shot.ts';

type DocsShot = { name: string; colorScheme?: 'light' | 'dark'; take: (page: Page, url: string) => Promise<void> };

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'pictures');
const WINDOW = { width: 1280, height: 800 };
/** Until lists, charts and the words of the stream are there. */
const SETTLE_MS = 4000;

/** The pictures of README and docs. */
const DOCS_SHOTS: DocsShot[] = [
  {
    name: 'live',
    take: listAt('/live?direction=inbound'),
  },
  {
    name: 'call',
    take: async (page, url) => {
      await page.goto(`/calls/${await healedCall(url)}`);
      await page.getByRole('region', { name: 'Verdict' }).waitFor();
      await page.getByRole('table', { name: 'Callbacks' }).waitFor();
    },
  },
  {
    name: 'calls',
    take: listAt('/calls'),
  },
  {
    name: 'inbox',
    colorScheme: 'dark',
    take: async (page) => {
      await page.goto('/inbox');
      await rows(page);
      await page.locator('tbody tr').nth(3).click();
    },
  },
  {
    name: 'operations',
    take: async (page) => {
      await page.goto('/ops');
      await page.locator('canvas').first().waitFor();
    },
  },
];

/** Writes the pictures of a running `npm start` at this URL into `docs/pictures`. It should have run for ten minutes. */
export async function takeDocsShots(browser: Browser, url: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const { name, colorScheme = 'light', take } of DOCS_SHOTS) {
    const { context, page, faults } = await openWindow(browser, url, { ...WINDOW, colorScheme });
    await take(page, url);
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    if (faults.length > 0) console.log(name, faults);
    await context.close();
  }
}

/** A call of which a callback never came and was healed; one that was recorded if there is any. */
async function healedCall(url: string): Promise<string> {
  const read = async (path: string) => (await fetch(new URL(path, url))).json();
  const { data } = (await read('/api/gaps?state=healed&limit=50')) as { data: { call_sid: string }[] };
  const [latest] = data;
  if (!latest) throw new Error('No callback has been healed yet: let npm start run for some minutes.');
  for (const { call_sid: sid } of data) {
    const { lanes } = (await read(`/api/calls/${sid}/trace`)) as { lanes: { recordings: object[]; legs: object[] } };
    if (lanes.recordings.length > 0 && lanes.legs.length > 1) return sid;
  }
  return latest.call_sid;
}
