import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.ts';
import { noBrowser, openBrowser, openWindow } from './support/browser.ts';
import { findViolationsInEachLook } from './support/check-accessibility.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);

(noBrowser ? describe.skip : describe)('every screen', () => {
  let started: ConsoleStack;
  let browser: Browser;
  beforeAll(async () => {
    [started, browser] = await Promise.all([startConsoleStack(), openBrowser()]);
    await started.createPerson('grace', 'superadmin');
    for (const n of [1, 2, 3]) await started.playCall(n, 'in-progress');
    await started.playCall(4, 'completed');
    const sid = await started.playCall(5, 'ringing');
    await started.raiseSiren(sid);
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });

  const rows = (page: Page) => page.locator('tbody tr').first().waitFor();
  const SCREENS: [path: string, ready: (page: Page) => Promise<void>][] = [
    ['/live', rows],
    ['/live?status=queued', (page) => page.locator('[data-state=nothing-found]').waitFor()],
    ['/live?board=1', (page) => page.locator('[data-board]').waitFor()],
    ['/sirens', (page) => page.locator('[data-siren]').waitFor()],
    ['/calls?window=7d', rows],
    ['/ops?tab=setup', (page) => page.locator('[data-check=numbers]').waitFor()],
    ['/account', rows],
    ['/_parts', rows],
    ['/no/such/screen', (page) => page.locator('[data-state=not-found]').waitFor()],
  ];

  test('no screen violates accessibility or content policy, has an error, or is wider than the window, in light, dark and forced colours, and 360 px wide', async () => {
    const { page, context, faults } = await openWindow(browser, started.url);
    await page.goto('/login');
    await page.getByLabel('Name').waitFor();
    expect(await findViolationsInEachLook(page)).toEqual([]);
    await logIn(page, 'grace');
    for (const [path, ready] of SCREENS) {
      await page.goto(path);
      await ready(page);
      expect([path, await findViolationsInEachLook(page)]).toEqual([path, []]);
    }
    await page.goto('/calls');
    await page.getByRole('button', { name: /Window of time/ }).click();
    await page.getByRole('menu').waitFor();
    expect(await findViolationsInEachLook(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a number that leads elsewhere is found, connected after the difference was seen, and given back', async () => {
    const { page, context, faults } = await openWindow(browser, started.url);
    const demo = 'https://demo.twilio.com/welcome/voice/';
    await started.stack.control.send('PUT', 'account', { numbers: [{ voice_url: demo }] });
    await logIn(page, 'grace', '/ops?tab=setup');
    await page.getByRole('button', { name: 'Examine now' }).click();
    await page.getByText('leads to Twilio’s demo, not to Trunkline').waitFor();
    await page.getByRole('button', { name: 'Connect +16175006181…' }).click();
    const planned = page.locator('[data-outcome=connect]');
    await planned.getByText(demo).waitFor();
    expect(await findViolationsInEachLook(page)).toEqual([]);
    await planned.getByRole('button', { name: 'Connect +16175006181' }).click();
    await page.getByText('Connected +16175006181').waitFor();
    await page.locator('[data-check=numbers][data-check-state=ok]').waitFor(); // it was examined again
    await page.getByRole('button', { name: 'Disconnect +16175006181…' }).click();
    await page.locator('[data-outcome=disconnect]').getByRole('button', { name: 'Disconnect +16175006181' }).click();
    await page.getByText('Gave +16175006181 back what it had').waitFor();
    const { numbers } = await started.stack.control.send<{ numbers: object[] }>('GET', 'account');
    expect(numbers).toEqual([expect.objectContaining({ voice_url: demo, status_callback: '' })]);
    await page.getByLabel('Connect a number').fill('+16175550100');
    await page.getByRole('button', { name: 'Show the difference' }).click();
    await page.getByText('The account has no number +16175550100.').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the keyboard alone opens a call, closes it, goes to another screen, and finds the shortcuts', async () => {
    const { page, context, faults } = await openWindow(browser, started.url);
    await logIn(page, 'grace', '/live');
    await rows(page);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByText('Log, in the order of receipt').waitFor();
    expect(new URL(page.url()).searchParams.get('selected')).toMatch(/^CA/);
    await page.keyboard.press('Escape');
    await page.waitForURL('**/live');
    await page.keyboard.press('g');
    await page.keyboard.press('3');
    await page.waitForURL('**/calls');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Shortcuts' }).getByText('Select the next row').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Live');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/live');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('what gets the focus is never below the bars at the top', async () => {
    const { page, context } = await openWindow(browser, started.url, { height: 420 });
    await logIn(page, 'grace', '/_parts');
    await page.locator('main').getByRole('link', { name: 'Go to your first page' }).focus();
    for (let n = 0; n < 60; n += 1) {
      await page.keyboard.press('Shift+Tab');
      const { top, bars, isInBars } = await page.evaluate(() => {
        const focused = document.activeElement!;
        const bar = document.querySelector('header')!.parentElement!;
        const stuck = bar.contains(focused) || focused.closest('nav') !== null || focused.matches('[href="#main"]');
        return { top: focused.getBoundingClientRect().top, bars: bar.offsetHeight, isInBars: stuck };
      });
      if (isInBars) break;
      expect(top).toBeGreaterThanOrEqual(bars - 1);
    }
    await context.close();
  });

  test('the theme is that of before when the page is loaded again, without a flash of the other', async () => {
    const { page, context } = await openWindow(browser, started.url, { colorScheme: 'light' });
    await logIn(page, 'grace', '/calls');
    await page.getByRole('button', { name: /account and settings/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => seen.push(document.documentElement.dataset['theme'] ?? '')).observe(document, {
        attributes: true,
        subtree: true,
        attributeFilter: ['data-theme'],
      });
    });
    await page.reload();
    await rows(page);
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(new Set(seen)).toEqual(new Set(['dark']));
    await context.close();
  });

  test('a script in the words of a person is shown as text', async () => {
    const words = '<img src=x onerror="window.hurt = true"><script>window.hurt = true</script>';
    const sid = await started.playCall(6, 'in-progress');
    await eventually(() => started.asOperator(`/api/calls/${sid}`));
    const { id } = await started.asOperator<{ id: string }>(`/api/calls/${sid}`);
    await started.asOperator(`/api/calls/${id}/siren`, { alert_type: 'emergency', reason: words });
    const { page, context, faults } = await openWindow(browser, started.url);
    await logIn(page, 'grace', '/sirens');
    await page.locator('main').getByText(words).waitFor();
    expect(await page.evaluate(() => 'hurt' in window)).toBe(false);
    expect(faults).toEqual([]);
    await context.close();
  });
});
