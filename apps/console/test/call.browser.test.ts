import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.ts';
import { noBrowser, openBrowser, openWindow } from './support/browser.ts';
import { findViolationsInEachLook } from './support/check-accessibility.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);

const UNKNOWN = `CA${'f'.repeat(32)}`;

(noBrowser ? describe.skip : describe)('the page of a call', () => {
  let started: ConsoleStack;
  let browser: Browser;
  let sid: string;
  beforeAll(async () => {
    [started, browser] = await Promise.all([startConsoleStack(), openBrowser()]);
    await started.createPerson('grace', 'superadmin');
    await started.createPerson('vera', 'monitor');
    sid = await started.playCall(1, 'completed');
    await eventually(() => started.asOperator(`/api/calls/${sid}`));
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });

  const open = async (person: string, path: string, options: Parameters<typeof openWindow>[2] = {}) => {
    const window = await openWindow(browser, started.url, options, /status of (401|404)/);
    await logIn(window.page, person, path);
    return window;
  };
  const callbacks = (page: Page) => page.getByRole('table', { name: 'Callbacks' }).locator('tbody tr');
  const panel = (page: Page) => page.getByRole('heading', { name: /· parent$/ });

  test('the verdict is the sentence of the API, and the table has what the picture has', async () => {
    const { page, context, faults } = await open('vera', `/calls/${sid}`);
    const { verdict, marks } = await started.asOperator<{ verdict: { sentence: string }; marks: { name: string }[] }>(
      `/api/calls/${sid}/trace`,
    );
    await page.getByRole('region', { name: 'Verdict' }).getByText(verdict.sentence).waitFor();
    await callbacks(page).first().waitFor();
    expect(await callbacks(page).count()).toBe(marks.length);
    const lane = page.getByRole('group', { name: /, parent$/ });
    for (const { name } of marks) expect(await lane.getByRole('button', { name }).count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('no violation of accessibility or content policy, no error, nothing too wide, in light, dark and forced colours, and 360 px wide', async () => {
    const { page, context, faults } = await open('vera', `/calls/${sid}`);
    await callbacks(page).first().waitFor();
    await page.getByText('AccountSid').waitFor();
    expect(await findViolationsInEachLook(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('brackets go from callback to callback, and the address keeps the one that is shown', async () => {
    const { page, context } = await open('vera', `/calls/${sid}`);
    await panel(page).getByText('initiated').waitFor();
    await page.keyboard.press(']');
    await panel(page).getByText('ringing').waitFor();
    await page.keyboard.press('[');
    await panel(page).getByText('initiated').waitFor();
    await page.keyboard.press(']');
    await panel(page).getByText('ringing').waitFor();
    await page.reload();
    await panel(page).getByText('ringing').waitFor();
    expect(new URL(page.url()).searchParams.get('mark')).toMatch(/^\d+$/);
    await context.close();
  });

  test('the slider shows what was known then, which the address keeps', async () => {
    const { page, context } = await open('vera', `/calls/${sid}`);
    await callbacks(page).first().waitFor();
    const all = await callbacks(page).count();
    await page.getByRole('slider').press('Home');
    await page.waitForURL(/as_of=/);
    await eventually(async () => expect(await callbacks(page).count()).toBeLessThan(all));
    await page.getByRole('slider').press('End');
    await eventually(async () => expect(await callbacks(page).count()).toBe(all));
    await context.close();
  });

  test('a person who may ask Twilio asks about an unknown SID, and reads the answer; another finds nothing', async () => {
    const asking = await open('grace', `/calls/${UNKNOWN}`);
    await asking.page.getByRole('button', { name: 'Ask Twilio' }).click();
    await asking.page
      .getByRole('status')
      .getByText(/Twilio.* does not know it/)
      .waitFor();
    await asking.context.close();
    const other = await open('vera', `/calls/${UNKNOWN}`);
    await other.page.locator('[data-state=not-found]').waitFor();
    expect(await other.page.getByRole('button', { name: 'Ask Twilio' }).count()).toBe(0);
    await other.context.close();
  });

  test('an API that answers 500 leaves the call readable, and says so', async () => {
    const { page, context } = await openWindow(browser, started.url, {}, /status of (401|500)/);
    await logIn(page, 'vera', `/calls/${sid}`);
    await callbacks(page).first().waitFor();
    const problem = { type: 'x', title: 'Internal error', status: 500, detail: 'Retry.', code: 'internal_error' };
    await page.route('**/trace*', (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await page.getByRole('slider').press('Home');
    await page.locator('[data-state=error]').waitFor();
    expect(await page.getByText('Internal error').count()).toBeGreaterThan(0);
    await context.close();
  });
});
