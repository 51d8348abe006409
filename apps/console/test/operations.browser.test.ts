import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.ts';
import { startApp, type AppProcess } from '../../../test/support/processes/processes.ts';
import { ACCOUNT } from '../../../test/support/processes/stack.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/support/webhooks/webhook-receiver.ts';
import { noBrowser, openBrowser, openWindow, type Watched } from './support/browser.ts';
import { findViolationsInEachLook } from './support/check-accessibility.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { addGap, addReceiver, fillSeries } from './support/fill-operations.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);
/** The browser itself logs answers that are errors. */
const FAILED = /status of (?:401|50\d)/;
const SID = `CA${'7'.repeat(32)}`;

(noBrowser ? describe.skip : describe)('operations', () => {
  let started: ConsoleStack;
  let notify: AppProcess;
  let receiver: WebhookReceiver;
  let browser: Browser;
  let grace: Watched;
  beforeAll(async () => {
    [started, browser, receiver] = await Promise.all([startConsoleStack(), openBrowser(), startWebhookReceiver()]);
    const env = { ...ACCOUNT, DATABASE_URL: started.stack.databaseUrl, REDIS_URL: undefined };
    notify = await startApp('worker-notify', { env: { ...env, WEBHOOKS_ALLOW_PRIVATE: 'true' } });
    for (const role of ['superadmin', 'monitor', 'reader']) await started.createPerson(role, role);
    const { stack } = started;
    await fillSeries(stack);
    await addReceiver(stack, `${receiver.url}/hooks`);
    await addGap(stack, SID, 'completed');
    await addGap(stack, SID, 'answered');
    grace = await openWindow(browser, started.url, {}, FAILED);
    await logIn(grace.page, 'superadmin', '/ops');
  });
  afterAll(async () => {
    await browser?.close();
    await notify?.[Symbol.asyncDispose]();
    await receiver?.[Symbol.asyncDispose]();
    await started?.[Symbol.asyncDispose]();
  });

  const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name });
  const tab = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name });

  const TABS: [path: string, ready: (page: Page) => Promise<void>][] = [
    ['/ops', (page) => page.locator('[data-chart="Live calls"] canvas').waitFor()],
    [
      '/ops?tab=reconciliation',
      (page) =>
        row(page, /completed/)
          .first()
          .waitFor(),
    ],
    ['/ops?tab=queues', (page) => row(page, /callbacks/).waitFor()],
    ['/ops?tab=webhooks', (page) => row(page, /siren.raised/).waitFor()],
    ['/ops?app=worker-dialer', (page) => page.locator('[data-state=nothing-found]').waitFor()],
    ['/ops?tab=reconciliation&gaps=ignored', (page) => page.locator('[data-state=nothing-found]').waitFor()],
  ];

  test('every tab is accessible, without an error, and no wider than the window, in light, dark and forced colours, and 360 px wide', async () => {
    const { page, context, faults } = await openWindow(browser, started.url);
    await logIn(page, 'superadmin', '/ops');
    for (const [path, ready] of TABS) {
      await page.goto(path);
      await ready(page);
      expect([path, await findViolationsInEachLook(page)]).toEqual([path, []]);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test('six figures lead to the lists that explain them, and a red one says what to do', async () => {
    const { page } = grace;
    await page.goto('/ops');
    const tiles = page.locator('[data-tile]');
    await tiles.first().waitFor();
    expect(await tiles.count()).toBe(6);
    const gaps = page.locator('[data-tile=gaps][data-tile-state=warn]');
    await gaps.getByText('Do:').waitFor(); // once the writer has counted them
    await gaps.click();
    await page.waitForURL('**/ops?tab=reconciliation');
    await row(page, /Missing|completed/)
      .first()
      .waitFor();
    await page.goBack();
    await page.locator('[data-tile=ingest_ack]').click();
    await page.waitForURL('**/ops?app=ingest');
    await row(page, /Healthy ingest/).waitFor();
    expect(await page.getByRole('table', { name: 'Processes' }).getByRole('row').count()).toBe(2);
  });

  test('a queue is paused with a reason, ingest goes on, its jobs wait, and a resume drains it', async () => {
    const { page } = grace;
    await page.goto('/ops?tab=queues');
    const callbacks = row(page, /callbacks/);
    await page.getByRole('button', { name: 'Pause… callbacks' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Ingest goes on').waitFor();
    await dialog.getByRole('button', { name: 'Pause the queue' }).click({ force: true });
    expect(await dialog.isVisible()).toBe(true); // a reason is missing
    await dialog.getByLabel('Reason').fill('The CRM is being moved');
    await dialog.getByRole('button', { name: 'Pause the queue' }).click();
    await callbacks.getByText('“The CRM is being moved”').waitFor();
    const sid = await started.playCall(900, 'completed'); // throws unless ingest answers 2xx
    await callbacks.getByText(/Paused, holds [1-9]/).waitFor();
    await page.getByRole('button', { name: 'Resume callbacks' }).click();
    await callbacks.getByText('Runs').waitFor();
    await callbacks.getByRole('cell').nth(2).getByText(/^0$/).waitFor();
    const call = () => started.asOperator<{ status: string }>(`/api/calls/${sid}`);
    await eventually(async () => expect(await call()).toMatchObject({ status: 'completed' }));
  });

  test('a gap is ignored with a reason, and one that Twilio does not know says so next to its button', async () => {
    const { page } = grace;
    await page.goto('/ops?tab=reconciliation');
    await page.getByRole('button', { name: `Ignore…: answered of ${SID}` }).click();
    await page.getByLabel('Reason').fill('a test call of ours');
    await page.getByRole('button', { name: 'Ignore the gap' }).click();
    await page.mouse.move(1, 1); // a pointer that rests on a list holds it
    await row(page, /Open answered/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `Heal now: completed of ${SID}` }).click();
    await page.locator('[data-heal=asked]').waitFor();
    await page.mouse.move(1, 1);
    await page.getByText(/Not healed: /).waitFor();
    await page.getByRole('button', { name: /^Ignored/ }).click();
    await row(page, /answered/)
      .getByText('“a test call of ours”')
      .waitFor();
    expect(new URL(page.url()).search).toBe('?tab=reconciliation&gaps=ignored');
  });

  test('a scan begins by the keyboard and is shown until it has ended', async () => {
    const { page } = grace;
    await page.goto('/ops?tab=reconciliation');
    await page.getByRole('table', { name: 'Tiers' }).waitFor();
    await page.keyboard.press('Shift+S');
    await page.getByRole('dialog').getByRole('button', { name: 'Scan the last hour' }).click();
    await page.locator('[data-scan=completed]', { hasText: 'By hand' }).waitFor();
    expect(await page.locator('[data-scan]', { hasText: 'By hand' }).count()).toBe(1);
  });

  test('what an endpoint missed is delivered again, one message or all', async () => {
    const { page } = grace;
    await page.goto('/ops?tab=webhooks');
    await row(page, /siren\.raised/)
      .getByRole('button', { name: 'Deliver again: siren.raised' })
      .click();
    await row(page, /Delivered siren\.raised/).waitFor();
    await page.getByRole('button', { name: 'Redrive…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('1 message is queued').waitFor();
    await row(page, /Delivered siren\.resolved/).waitFor();
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_1', 'msg_2']);
    await page.getByRole('link', { name: 'siren.raised' }).click();
    await page.getByRole('complementary').getByText('"siren_id": "7"').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
  });

  test('letters change the tab, and what a role may not do is not there', async () => {
    const { page, context, faults } = await openWindow(browser, started.url);
    await logIn(page, 'monitor', '/ops');
    await tab(page, 'Queues').waitFor();
    expect(await page.getByRole('navigation', { name: 'Operations' }).getByRole('link').allTextContents()).toEqual([
      'Health',
      'Reconciliation',
      'Queues',
      'Setup',
    ]);
    await page.keyboard.press('s');
    await page.locator('[data-check=numbers]').waitFor();
    expect(await page.getByRole('button', { name: /Examine|Connect/ }).count()).toBe(0);
    await page.keyboard.press('q');
    await row(page, /callbacks/).waitFor();
    await page.keyboard.press('r');
    await row(page, /completed/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /Pause|Heal now|Ignore…|Scan/ }).count()).toBe(0);
    await page.goto('/ops?tab=webhooks');
    await page.locator('[data-state=not-found]').waitFor();
    expect(faults).toEqual([]);
    await context.close();
    const reader = await openWindow(browser, started.url);
    await logIn(reader.page, 'reader', '/ops');
    await reader.page.locator('[data-state=not-found]').waitFor();
    await reader.context.close();
  });

  test('an API that answers 500 is an error above the last good rows, never an empty list', async () => {
    const { page } = grace;
    await page.goto('/ops?tab=webhooks');
    await row(page, /siren\.raised/).waitFor();
    const problem = {
      title: 'Internal error',
      detail: 'It failed.',
      code: 'internal_error',
      status: 500,
      request_id: 'req_500',
    };
    const fail = { status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) };
    await page.route('**/api/webhook-*', (route) => route.fulfill(fail));
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.locator('[data-last-good]').getByText('siren.raised').waitFor();
    await page.unroute('**/api/webhook-*');
    for (const [path, api] of [
      ['/ops?tab=queues', '**/api/queues*'],
      ['/ops?tab=reconciliation', '**/api/gaps*'],
      ['/ops', '**/api/health'],
      ['/ops', '**/api/operations-summary'],
      ['/ops', '**/api/metrics/series*'],
    ] as const) {
      await page.route(api, (route) => route.fulfill(fail));
      await page.goto(path);
      await page.locator('[data-state=error]').first().getByText('req_500').waitFor();
      expect([api, await page.locator('[data-state=first-run]').count()]).toEqual([api, 0]);
      await page.unroute(api);
    }
  });

  test('an app that stops turns the page red by itself, with what that means and what to do', async () => {
    const { page } = grace;
    await page.goto('/ops');
    await page.locator('[data-health]').waitFor();
    expect(await page.getByText('No process of worker-status').count()).toBe(0);
    for (const worker of started.stack.workers) await worker.kill('SIGTERM');
    const problem = page.getByRole('listitem').filter({ hasText: 'No process of worker-status' });
    await problem.getByText('Start worker-status').waitFor();
    await row(page, /Ended worker-status/)
      .first()
      .waitFor();
    expect(grace.faults).toEqual([]);
  });
});
