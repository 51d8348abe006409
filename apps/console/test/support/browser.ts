import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const { CHROMIUM = '/usr/bin/chromium' } = process.env;

/** Why no browser test can run here; undefined where one can. */
export const noBrowser: string | undefined = existsSync(CHROMIUM)
  ? undefined
  : `No browser at ${CHROMIUM}: install Debian's package chromium, or name one by CHROMIUM.`;

/** Debian's Chromium. Its sandbox needs rights that a container lacks. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });

/** A window that notes everything that must not happen. */
export type Watched = {
  context: BrowserContext;
  page: Page;
  /** Errors on its console, violations of the content policy, and errors that nothing caught. */
  faults: string[];
};

type WindowOptions = {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  forcedColors?: 'active' | 'none';
};

/** Opens a window without cookies. An answer 4xx or 5xx is logged by the browser itself: `allowed` says which ones. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  { width = 1440, height = 900, ...media }: WindowOptions = {},
  allowed: RegExp = /status of 401/,
): Promise<Watched> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height },
    timezoneId: 'Europe/Berlin',
    ...media,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !allowed.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  return { context, page, faults };
}
