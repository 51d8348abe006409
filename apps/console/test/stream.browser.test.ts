import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { noBrowser, openBrowser, openWindow } from './support/browser.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);
/** The browser itself logs requests that fail while the server is away. */
const OUTAGE = /status of (?:401|50\d)|ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|ERR_FAILED/;

(noBrowser ? describe.skip : describe)('live updates', () => {
  let started: ConsoleStack;
  let browser: Browser;
  beforeAll(async () => {
    [started, browser] = await Promise.all([startConsoleStack(), openBrowser()]);
    await started.createPerson('mona', 'monitor');
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });

  const row = (page: Page, n: number) =>
    page.getByRole('row', { name: new RegExp(`\\+1 508 555 ${`${n}`.padStart(4, '0')}`) });
  const parties = (page: Page) => page.locator('tbody [data-party]').allTextContents();

  test('a call appears by itself, changes in place, and is marked when it has ended', async () => {
    const { page, faults, context } = await openWindow(browser, started.url);
    await logIn(page, 'mona', '/live');
    await page.locator('[data-state=first-run]').waitFor();
    await started.playCall(100, 'ringing');
    await row(page, 100).getByText('Ringing').waitFor();
    await started.playCall(100, 'in-progress');
    await row(page, 100).getByText('In progress').waitFor();
    await started.playCall(100, 'completed');
    await row(page, 100)
      .getByText(/Completed|Ended/)
      .waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('no row moves under a pointer: new calls wait behind a button that counts them', async () => {
    const { page, context } = await openWindow(browser, started.url);
    await started.playCall(200, 'ringing');
    await logIn(page, 'mona', '/live');
    await row(page, 200).hover();
    const before = await parties(page);
    for (const n of [201, 202, 203]) await started.playCall(n, 'ringing');
    await started.playCall(200, 'in-progress');
    await page.getByRole('button', { name: '3 new' }).waitFor();
    await row(page, 200).getByText('In progress').waitFor();
    expect(await parties(page)).toEqual(before);
    await page.getByRole('button', { name: '3 new' }).click();
    await row(page, 203).waitFor();
    expect(await parties(page)).toHaveLength(before.length + 3);
    await context.close();
  });

  test('two windows of a browser share one connection, and the second goes on when the first closes', async () => {
    const { page, context } = await openWindow(browser, started.url);
    await logIn(page, 'mona', '/live');
    await page.locator('[data-freshness=live]').waitFor();
    const second = await context.newPage();
    await second.goto('/live');
    await second.locator('[data-freshness=live]').waitFor();
    const clients = async (): Promise<number> =>
      (await started.asOperator<{ connected_clients: number }>('/events/stats')).connected_clients;
    expect(await clients()).toBe(1);
    await page.close();
    await started.playCall(300, 'ringing');
    await row(second, 300).waitFor();
    await context.close();
  });

  test('a cut stream says so, and resumes with what was missed', async () => {
    const { page, context, faults } = await openWindow(browser, started.url, {}, OUTAGE);
    await logIn(page, 'mona', '/live');
    await page.locator('[data-freshness=live]').waitFor();
    await started.stack.api!.kill('SIGKILL');
    await page.locator('[data-freshness=reconnecting]').waitFor();
    await started.playCall(400, 'ringing');
    await started.stack.api!.restart();
    await page.locator('[data-freshness=live]').waitFor();
    await row(page, 400).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('after a minute without a message the page is stale since then, and side effects wait', async () => {
    const { page, context } = await openWindow(browser, started.url, {}, OUTAGE);
    const sid = await started.playCall(500, 'in-progress');
    await started.raiseSiren(sid);
    await page.route('**/events/calls*', (route) => route.abort());
    await page.clock.install();
    await logIn(page, 'mona', '/live');
    await page.getByRole('alert').getByText('The caller is in danger.').waitFor();
    await page.clock.fastForward(61_000);
    await page
      .locator('[data-freshness=stale]')
      .getByText(/Stale since \d\d:\d\d:\d\d/)
      .waitFor();
    const respond = page.getByRole('button', { name: 'I’m responding' });
    await respond.and(page.locator('[aria-disabled=true]')).waitFor();
    await respond.click({ force: true }); // as a person does: it keeps the focus and does nothing
    const { data } = await started.asOperator<{ data: { status: string }[] }>('/api/sirens?status=open');
    expect(data.map(({ status }) => status)).toEqual(['active']);
    await page.unroute('**/events/calls*');
    await page.getByRole('button', { name: 'Retry now' }).click();
    await page.locator('[data-freshness=live]').waitFor();
    await respond.click();
    await page.getByRole('alert').getByText('is responding').waitFor();
    await context.close();
  });

  test('an API that answers 500 is an error above the last good rows, never an empty list', async () => {
    const { page, context } = await openWindow(browser, started.url, {}, OUTAGE);
    await started.playCall(600, 'ringing');
    await logIn(page, 'mona', '/live');
    await row(page, 600).waitFor();
    const problem = {
      title: 'Internal error',
      detail: 'The request failed.',
      code: 'internal_error',
      status: 500,
      request_id: 'req_500',
    };
    for (const path of ['**/api/floor', '**/api/calls?*'])
      await page.route(path, (route) =>
        route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
      );
    await started.playCall(601, 'ringing');
    const error = page.locator('[data-state=error]');
    await error.getByText('req_500').waitFor();
    await page.locator('[data-last-good]').getByText('+1 508 555 0600').waitFor();
    await page.route('**/events/calls*', (route) => route.abort()); // else its connection reads the list again
    await page.goto('/calls');
    await error.waitFor();
    expect(await page.locator('[data-state=first-run], [data-state=nothing-found]').count()).toBe(0);
    await page.unroute('**/api/calls?*');
    await page.getByRole('button', { name: 'Retry' }).click();
    await row(page, 601).waitFor();
    await context.close();
  });
});
