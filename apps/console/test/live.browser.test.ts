import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.ts';
import { noBrowser, openBrowser, openWindow } from './support/browser.ts';
import { findViolations, findViolationsInEachLook } from './support/check-accessibility.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);
/** The browser itself logs refusals. */
const REFUSALS = /status of (?:401|409|502)/;

(noBrowser ? describe.skip : describe)('the live floor', () => {
  let started: ConsoleStack;
  let browser: Browser;
  let [page, faults]: [Page, string[]] = [undefined!, []];
  beforeAll(async () => {
    [started, browser] = await Promise.all([startConsoleStack({ dialer: true }), openBrowser()]);
    await started.createPerson('mona', 'monitor');
    await started.createPerson('rita', 'reader');
    const window = await openWindow(browser, started.url, {}, REFUSALS);
    [page, faults] = [window.page, window.faults];
    await logIn(page, 'mona', '/live');
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });

  /** The row of a call, not of its legs. */
  const row = (part: string, on = page) =>
    on.getByRole('row', { name: part }).filter({ hasNot: on.locator('[data-leg]') });
  /** What is on the page twice, for narrow windows and for wide ones. */
  const note = (part: string, text: string) => row(part).getByText(text).locator('visible=true');
  const liveFaults = (settings: object) => started.stack.control.send('PUT', 'live-faults', settings);
  const openMenu = (part: string) => row(part).getByRole('button', { name: 'Actions of the call' }).click();
  /** A pointer or the focus in the list holds it. */
  const leaveList = (on = page) => on.getByRole('heading', { name: 'Live floor' }).click();
  /** Lets a caller call, and waits until the call is on the floor. */
  async function receive(from: string, shown: string): Promise<string> {
    await leaveList();
    const sid = await started.receiveCall(from);
    await row(shown).waitFor();
    return sid;
  }

  test('figures and rows follow a call, each figure leading to what explains it', async () => {
    const tile = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
    await page.locator('[data-state=first-run]').waitFor();
    await started.playCall(1, 'ringing');
    await row('508 555 0001').getByText('Ringing').waitFor();
    await started.playCall(1, 'in-progress');
    await row('508 555 0001').getByText('In progress').waitFor();
    await tile('In progress').getByText('of 1 live').waitFor();
    await tile('In progress').getByRole('link').click();
    await page.waitForURL('**/live?status=in-progress');
    await page.getByRole('button', { name: /^All/ }).click();
    await page.waitForURL('**/live');
    expect(faults).toEqual([]);
  });

  test('an end is asked for with a reason, shown as asked until it was seen, and then as what Twilio reports', async () => {
    await receive('+15085550200', '508 555 0200');
    await openMenu('508 555 0200');
    await page.getByRole('menuitem', { name: 'Drop the call…' }).click();
    const dialog = page.getByRole('alertdialog', { name: /End the call with \+1 508 555 0200/ });
    await dialog.getByRole('button', { name: 'Cancel' }).and(page.locator(':focus')).waitFor();
    expect(await findViolations(page)).toEqual([]);
    const confirm = dialog.getByRole('button', { name: 'End the call' });
    await confirm.click({ force: true });
    await dialog.getByRole('button', { name: 'Abuse' }).click();
    await started.stack.dialer!.kill('SIGSTOP');
    await confirm.click();
    await note('508 555 0200', 'asked to end').waitFor();
    await row('508 555 0200').getByText('In progress').waitFor(); // what was asked for is no state
    await started.stack.dialer!.kill('SIGCONT');
    await row('508 555 0200').getByText('Dropped by a monitor').waitFor();
    expect(faults).toEqual([]);
  });

  test('a pause that Twilio ignores is STILL RECORDING above the list, in its row and on its figure', async () => {
    await receive('+15085550300', '508 555 0300');
    await openMenu('508 555 0300');
    await page.getByRole('menuitem', { name: 'Start recording' }).click();
    await row('508 555 0300').getByText('recording', { exact: true }).locator('visible=true').waitFor();
    await liveFaults({ pauseIgnored: 1 });
    await openMenu('508 555 0300');
    await page.getByRole('menuitem', { name: 'Pause recording' }).click();
    await note('508 555 0300', 'asked to pause').waitFor();
    await row('508 555 0300').locator('[data-still-recording]:visible').waitFor();
    await page.getByRole('alert').getByText('has not taken effect').waitFor();
    await page.getByText('1 STILL RECORDING').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await liveFaults({ pauseIgnored: 0 });
    await row('508 555 0300').getByText('paused', { exact: true }).locator('visible=true').waitFor();
    await page.locator('[data-still-recording]').first().waitFor({ state: 'detached' });
    await page.getByText('1 paused').waitFor();
    expect(faults).toEqual([]);
  });

  test('calls are grouped by the number of ours or by agent, which the address holds, and the keys pass headings over', async () => {
    const groups = () => page.locator('tr[data-group]').allInnerTexts();
    await leaveList();
    await started.playCall(350, 'in-progress');
    await row('508 555 0350').waitFor();
    await page.getByRole('button', { name: 'Group by' }).click();
    await page.getByRole('menuitemradio', { name: 'Our number' }).click();
    await page.waitForURL('**/live?group=number');
    await page.locator('tr[data-group]').first().waitFor();
    expect((await groups()).every((heading) => /^\+\d[\d ]+\s\d+$/.test(heading))).toBe(true);
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('j');
    await page.locator('tr[data-row][aria-current=true]').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Group by: our number' }).click();
    await page.getByRole('menuitemradio', { name: 'Agent' }).click();
    await page.waitForURL('**/live?group=agent');
    await eventually(async () => expect((await groups()).join()).toMatch(/^No agent\s\d+$/));
    await page.getByRole('button', { name: 'Group by: agent' }).click();
    await page.getByRole('menuitemradio', { name: 'Nothing' }).click();
    await page.locator('tr[data-group]').first().waitFor({ state: 'detached' });
  });

  test('a command that Twilio refuses says so and why in its row, until it is hidden', async () => {
    await leaveList();
    await started.playCall(400, 'in-progress'); // the simulated Twilio does not know this call
    await row('508 555 0400').waitFor();
    await openMenu('508 555 0400');
    await page.getByRole('menuitem', { name: 'Start recording' }).click();
    await note('508 555 0400', 'asked to record').waitFor();
    const lastAttempt = `update call_commands set attempts = 11 where kind = 'recording_start' and state = 'unconfirmed' returning id`;
    await eventually(async () => expect(await started.stack.query(lastAttempt)).toHaveLength(1));
    const failure = row('508 555 0400').locator('[data-command=failed]:visible');
    await failure.getByText('Recording failed:').waitFor();
    await failure.getByRole('button', { name: 'Hide this failure' }).click();
    await failure.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  test('the keyboard alone raises a siren, another browser is alerted, and a slip is taken back at once', async () => {
    await leaveList();
    const sid = await started.playCall(500, 'in-progress');
    await row('508 555 0500').waitFor();
    const other = await openWindow(browser, started.url);
    await logIn(other.page, 'mona', '/calls');
    await page.goto(`/live?selected=${sid}`);
    await row('508 555 0500').and(page.locator('[aria-current=true]')).waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog', { name: /Raise a siren/ }).waitFor();
    await page.getByLabel('Note for those who respond').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('The caller is threatened.');
    await page.keyboard.press('Enter');
    await other.page.getByRole('alert').getByText('The caller is threatened.').waitFor();
    await note('508 555 0500', 'Siren, unanswered').waitFor();
    await row('508 555 0500').getByRole('button', { name: 'Drop the call' }).waitFor();
    await row('508 555 0500')
      .getByRole('button', { name: /Raised by mistake/ })
      .click();
    await other.page.getByText('The caller is threatened.').waitFor({ state: 'detached' });
    const { data } = await started.asOperator<{ data: { status: string }[] }>('/api/sirens');
    expect(data[0]).toMatchObject({ status: 'false_alarm' });
    expect([...faults, ...other.faults]).toEqual([]);
    await other.context.close();
  });

  test('filters are the address, and one that leaves nothing says which it was', async () => {
    await page.goto('/live?direction=outbound&q=0500');
    await row('508 555 0500').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.keyboard.press('/');
    await page.keyboard.type('99');
    await page.waitForURL('**q=050099');
    await page.locator('[data-state=nothing-found]').getByText('050099').waitFor();
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await page.waitForURL('**/live');
    await row('508 555 0500').waitFor();
  });

  test('timers run by the clock of the page', async () => {
    const { page: timed, context } = await openWindow(browser, started.url);
    await timed.clock.install();
    await logIn(timed, 'mona', '/live');
    const timer = row('508 555 0500', timed).locator('td time').locator('visible=true').last();
    const secondsOf = async (): Promise<number> =>
      (await timer.textContent())!.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    await timer.waitFor();
    const before = await secondsOf();
    await timed.clock.fastForward(20_000);
    await eventually(async () => expect((await secondsOf()) - before).toBeGreaterThanOrEqual(20));
    await context.close();
  });

  test('the wall board fits a TV without scrolling, and has no controls', async () => {
    for (let n = 600; n < 630; n += 1) await started.playCall(n, 'ringing');
    const wall = await openWindow(browser, started.url, { width: 1920, height: 1080 });
    await logIn(wall.page, 'mona', '/live');
    await row('508 555 0629', wall.page).waitFor();
    await wall.page.keyboard.press('w');
    await wall.page.waitForURL('**board=1');
    await wall.page
      .locator('[data-board]')
      .getByText(/and \d+ more calls/)
      .waitFor();
    const { height, shown, smallest } = await wall.page.evaluate(() => ({
      height: document.documentElement.scrollHeight,
      shown: document.documentElement.clientHeight,
      smallest: Math.min(
        ...[...document.querySelectorAll('[data-board] ol *, [data-board] ul *')]
          .filter(({ childNodes }) => [...childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE))
          .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
      ),
    }));
    expect(height).toBeLessThanOrEqual(shown);
    expect(smallest).toBeGreaterThanOrEqual(20);
    expect(await wall.page.getByRole('button').count()).toBe(0);
    expect(await wall.page.getByRole('navigation').count()).toBe(0);
    expect(await findViolations(wall.page)).toEqual([]);
    await wall.page.keyboard.press('w');
    await wall.page.getByRole('navigation', { name: 'Screens' }).waitFor();
    expect(wall.faults).toEqual([]);
    await wall.context.close();
  });

  test('the selected call and its menu have no violation in any colours, nor 360 px wide', async () => {
    const window = await openWindow(browser, started.url);
    await logIn(window.page, 'mona', '/live?q=0500');
    await row('508 555 0500', window.page).waitFor();
    await window.page.keyboard.press('j');
    await window.page.keyboard.press('Enter');
    await window.page.getByRole('region', { name: 'Controls' }).waitFor();
    await window.page.getByText('Log, in the order of receipt').waitFor();
    expect(await findViolationsInEachLook(window.page)).toEqual([]);
    await window.page.keyboard.press('.');
    await window.page.getByRole('menuitem', { name: 'Drop the call…' }).waitFor();
    expect(await findViolations(window.page)).toEqual([]);
    await window.page.emulateMedia({ colorScheme: 'dark' });
    expect(await findViolations(window.page, 'colours')).toEqual([]);
    expect(window.faults).toEqual([]);
    await window.context.close();
  });

  test('while the page is stale, commands wait with a reason', async () => {
    const stale = await openWindow(browser, started.url, {}, /status of 401|ERR_FAILED/);
    await stale.page.route('**/events/calls*', (route) => route.abort());
    await stale.page.clock.install();
    await logIn(stale.page, 'mona', '/live?q=0500');
    await row('508 555 0500', stale.page).getByText('In progress').click();
    await stale.page.clock.fastForward(61_000);
    await stale.page.locator('[data-freshness=stale]').waitFor();
    const record = stale.page.getByRole('region', { name: 'Controls' }).getByRole('button', { name: 'Record' });
    await record.and(stale.page.locator('[aria-disabled=true][title*=stale]')).waitFor();
    expect(stale.faults).toEqual([]);
    await stale.context.close();
  });

  test('an agent has no floor', async () => {
    const window = await openWindow(browser, started.url);
    await logIn(window.page, 'rita', '/live');
    await window.page.locator('[data-state=not-found]').waitFor();
    expect(window.faults).toEqual([]);
    await window.context.close();
  });
});
