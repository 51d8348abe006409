import type { Page } from 'playwright-core';
import type { ConsoleStack } from '../support/console-stack.ts';

/** A picture of a screen in one state. */
export type Shot = {
  name: string;
  /** Who is logged in. */
  person?: string;
  /** Of the whole page, not of what a window shows. */
  isFullPage?: boolean;
  /** Brings the page into the state of the picture. */
  take: (page: Page, started: ConsoleStack) => Promise<void>;
};

/** What shots start themselves; it is closed after the last one. */
export const opened = new AsyncDisposableStack();

/** Lets requests to this path fail. */
export async function failing(page: Page, path: string): Promise<void> {
  await page.route(path, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(PROBLEM) }),
  );
}

const PROBLEM = {
  type: 'https://trunkline.dev/problems/internal-error',
  title: 'Internal error',
  status: 500,
  detail: 'The request failed unexpectedly. Retry; if it fails again, look its id up in the log.',
  code: 'internal_error',
  instance: '/api/calls',
  request_id: 'req_0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f',
};

export const rows = (page: Page) => page.locator('tbody tr').first().waitFor();
/** Opens a list and waits for its rows. */
export const listAt = (path: string) => async (page: Page) => {
  await page.goto(path);
  await rows(page);
};
export const state = (page: Page, name: string) => page.locator(`[data-state=${name}]`).first().waitFor();
