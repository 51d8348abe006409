import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { alertSirensAgain } from '@trunkline/db/live-control';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.ts';
import { noBrowser, openBrowser, openWindow } from './support/browser.ts';
import { findViolations, findViolationsInEachLook } from './support/check-accessibility.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);
/** The browser itself logs refusals. */
const REFUSALS = /status of (?:401|409)/;

/** Counts the tones of an AudioContext that runs only after a press, as browsers want it. */
function countTones(): void {
  const counted = window as unknown as { tones: number };
  counted.tones = 0;
  class FakeContext {
    state = 'suspended';
    currentTime = 0;
    destination = {};
    createGain = () => ({ gain: { value: 1 }, connect: () => {} });
    createOscillator = () => ({
      frequency: { value: 0 },
      connect: () => {},
      start: () => (counted.tones += 1),
      stop: () => {},
    });
    resume = async () => {
      this.state = 'running';
    };
  }
  Object.assign(window, { AudioContext: FakeContext });
}

(noBrowser ? describe.skip : describe)('sirens', () => {
  let started: ConsoleStack;
  let browser: Browser;
  let calls = 0;
  beforeAll(async () => {
    [started, browser] = await Promise.all([startConsoleStack(), openBrowser()]);
    for (const [name, role] of Object.entries({ Ana: 'monitor', Bo: 'monitor', rita: 'reader' }))
      await started.createPerson(name, role);
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });

  afterEach(async () => {
    const { data } = await started.asOperator<{ data: { id: string }[] }>('/api/sirens?status=open');
    for (const { id } of data)
      await started.asOperator(`/api/sirens/${id}/false-alarm`, { resolution: 'The test is over.' });
  });

  async function open(name: string, media = {}, path = '/sirens') {
    const window = await openWindow(browser, started.url, media, REFUSALS);
    await window.page.addInitScript(countTones);
    await logIn(window.page, name, path);
    return window;
  }
  /** Raises a siren for a call of its own. */
  async function raise(): Promise<void> {
    calls += 1;
    await started.raiseSiren(await started.playCall(700 + calls, 'in-progress'));
  }
  const card = (page: Page) => page.getByRole('article', { name: /Siren/ });
  const tonesOf = (page: Page) => page.evaluate(() => (window as unknown as { tones: number }).tones);

  test('without a siren the page says so, and what a siren is', async () => {
    const { page, context, faults } = await open('Ana');
    await page.locator('[data-state=none-open]').getByText('None was ever raised.').waitFor();
    await page.locator('[data-state=nothing-found]').getByText('Window: Last 30 days').waitFor();
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await page.locator('[data-state=first-run]').waitFor();
    expect(await findViolations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('of two persons who respond at once one does, and the other reads by name who was faster', async () => {
    const [ana, bo] = [await open('Ana'), await open('Bo')];
    await raise();
    const button = (page: Page) => card(page).getByRole('button', { name: 'I’m responding' });
    await Promise.all([button(ana.page).waitFor(), button(bo.page).waitFor()]);
    const answers: number[] = [];
    for (const { page } of [ana, bo])
      page.on('response', (response) => {
        if (response.url().endsWith('/acknowledge')) answers.push(response.status());
      });
    await Promise.all([button(ana.page).click(), button(bo.page).click()]);
    await eventually(() => expect(answers.toSorted((a, b) => a - b)).toEqual([200, 409]));
    const { data } = await started.asOperator<{ data: { acknowledged_by_name: string }[] }>('/api/sirens?status=open');
    const winner = data[0]!.acknowledged_by_name;
    const loser = winner === 'Ana' ? bo : ana;
    await card(loser.page)
      .getByText(new RegExp(`Taken by ${winner} (?:just now|\\d+ s ago)`))
      .waitFor();
    for (const { page } of [ana, bo]) await card(page).getByText(`${winner} is responding`).waitFor();
    expect([...ana.faults, ...bo.faults]).toEqual([]);
    await Promise.all([ana.context.close(), bo.context.close()]);
  });

  test('the keyboard alone responds, releases, responds again and resolves, and the history says how', async () => {
    const { page, context, faults } = await open('Ana');
    await raise();
    await card(page).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('i');
    await card(page).getByText('Ana is responding').waitFor();
    await card(page).getByRole('button', { name: 'Release – someone else please' }).press('Enter');
    await card(page).getByRole('button', { name: 'I’m responding' }).waitFor(); // the release was answered, not only seen
    await page.keyboard.press('i');
    await card(page).getByText('Ana is responding').waitFor();
    await page.keyboard.press('Shift+R');
    const dialog = page.getByRole('dialog', { name: 'How did the siren end?' });
    await dialog.getByLabel('Outcome').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter'); // an empty outcome closes nothing
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.type('Called back, the caller is safe.');
    await page.keyboard.press('Enter');
    await page.locator('[data-state=none-open]').getByText('The last one was raised').waitFor();
    const row = page.getByRole('row', { name: /Called back, the caller is safe/ });
    await row.getByText('Resolved by Ana').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a false alarm wants a reason, and is counted', async () => {
    const { page, context, faults } = await open('Bo');
    await raise();
    await card(page).getByRole('button', { name: 'False alarm…' }).click();
    await page.getByLabel('Reason').fill('A test.');
    await page.getByRole('button', { name: 'Close as a false alarm' }).click();
    await page
      .getByRole('row', { name: /A test\./ })
      .getByText('False alarm by Bo')
      .waitFor();
    await page.getByRole('button', { name: 'False alarm', exact: true }).click();
    await page.waitForURL('**outcome=false_alarm');
    await page.getByText('Called back, the caller is safe.').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await context.close();
  });

  test('sound waits for a press, sounds for a siren, and stops by its button', async () => {
    const { page, context } = await open('Ana');
    await page.reload(); // nothing was pressed on this page
    await raise();
    const bar = page.getByRole('region', { name: 'Siren' });
    await bar.getByRole('button', { name: /Sound is off in this browser/ }).waitFor();
    expect(await page.locator('[data-sound=off]').count()).toBe(1);
    expect(await tonesOf(page)).toBe(0);
    await bar.getByRole('button', { name: /Sound is off in this browser/ }).click();
    await page.locator('[data-sound=on]').waitFor();
    await eventually(async () => expect(await tonesOf(page)).toBeGreaterThan(0));
    const stop = bar.getByRole('button', { name: 'Stop the sound' });
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await stop.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await bar.getByRole('button', { name: 'Sound stopped' }).waitFor();
    await context.close();
  });

  test('an unanswered siren is alerted again, and says how often', async () => {
    const { page, context, faults } = await open('Ana');
    await raise();
    await card(page).waitFor();
    await started.stack.query("update siren_alerts set next_alert_at = now() where status = 'active'");
    await using db = openDatabase(started.stack.databaseUrl, 'test of sirens');
    await alertSirensAgain(db.pool); // as worker-notify does every second
    await card(page).getByText('Alerted 2 times').waitFor();
    await page.getByRole('region', { name: 'Siren' }).getByText('alerted 2 times').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('an agent sees no siren of others, and has no answer to give', async () => {
    await raise();
    const { page, context, faults } = await open('rita');
    await page.locator('[data-state=none-open]').waitFor();
    expect(await page.getByRole('region', { name: 'Siren' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('no violation, nothing wider than the window, in light, dark and forced colours, and 360 px wide', async () => {
    await raise();
    const { page, context, faults } = await open('Ana');
    await card(page).first().waitFor();
    await page.getByRole('table', { name: 'History of sirens' }).waitFor();
    expect(await findViolationsInEachLook(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('an API that answers 500 is an error, never a page without sirens', async () => {
    const { page, context } = await openWindow(browser, started.url, {}, /status of/);
    await logIn(page, 'Ana', '/account');
    const body = JSON.stringify({
      title: 'Internal error',
      detail: 'The request failed.',
      code: 'internal_error',
      status: 500,
      request_id: 'req_500',
    });
    await page.route('**/api/sirens**', (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', body }),
    );
    await page.goto('/sirens');
    await page.locator('[data-state=error]').first().waitFor();
    expect(
      await page.locator('[data-state=none-open], [data-state=first-run], [data-state=nothing-found]').count(),
    ).toBe(0);
    await context.close();
  });
});
