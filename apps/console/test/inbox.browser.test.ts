import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.ts';
import { noBrowser, openBrowser, openWindow, type Watched } from './support/browser.ts';
import { findViolations, findViolationsInEachLook } from './support/check-accessibility.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { postRefused, postUnbelievable, storeDeadLetters } from './support/inbox-data.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);
/** The browser itself logs answers 4xx and 5xx that a test asks for. */
const REFUSALS = /status of (?:401|404|409|500)|ERR_FAILED/;
const HELD = 'lock timeout: canceling statement for call <sid>';
const PROBLEM = {
  title: 'Internal error',
  detail: 'The request failed.',
  code: 'internal_error',
  status: 500,
  request_id: 'req_500',
};

type Operation = { id: string; state: string; total: number; ok: number; failed: number; kind: string };

(noBrowser ? describe.skip : describe)('the inbox', () => {
  let started: ConsoleStack;
  let browser: Browser;
  let admin: Watched;
  let page: Page;
  beforeAll(async () => {
    [started, browser] = await Promise.all([startConsoleStack(), openBrowser()]);
    for (const [name, role] of Object.entries({ ada: 'admin', mona: 'monitor', carol: 'client' }))
      await started.createPerson(name, role);
    admin = await openWindow(browser, started.url, {}, REFUSALS);
    await admin.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = admin.page;
    await logIn(page, 'ada', '/inbox');
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });

  const chip = (name: string): Locator => page.getByRole('group', { name: 'States' }).getByRole('button', { name });
  const rows = (of: Page = page) => of.locator('tbody tr');
  const panel = (): Locator => page.getByRole('complementary');
  const group = (text: string): Locator => page.locator('[data-fingerprint]').filter({ hasText: text });
  const dialog = (): Locator => page.getByRole('dialog');
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const operations = async (): Promise<Operation[]> =>
    (await started.asOperator<{ data: Operation[] }>('/api/operations')).data;

  test('before the first callback it says what to set at Twilio, and a signed test callback shows its steps', async () => {
    await page.locator('[data-state=first-run]').waitFor();
    await page.getByText(`${started.stack.ingest.url}/webhooks/twilio/voice-status#rc=5&rp=all`).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Copy the URL for “A call comes in”' }).click();
    await page.getByText('URL copied').first().waitFor();
    expect(await clipboard()).toBe(`${started.stack.ingest.url}/webhooks/twilio/voice-inbound#rc=5&rp=all`);
    expect(await page.locator('[data-step=waiting]').count()).toBe(4);
    await page.getByRole('button', { name: 'Send a signed test callback' }).click();
    await page.getByText('Passed', { exact: true }).waitFor();
    expect(await page.locator('[data-step=done]').count()).toBe(4);
    await page.getByRole('link', { name: 'Show it in the inbox' }).click();
    await panel().getByText('Discarded').waitFor();
    await panel().getByText('A test callback of Trunkline’s own').waitFor();
    await panel().getByText('trunkline-test-').first().waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
  });

  test('callbacks appear by themselves with their state, and the number of each state follows', async () => {
    await rows().first().waitFor();
    await page.mouse.move(1, 1); // a pointer that rests on a list holds it
    await started.playCall(1, 'completed');
    await rows().nth(4).waitFor();
    await chip('Applied 4').waitFor();
    await chip('Discarded 1').waitFor();
    await chip('Applied').click();
    await page.waitForURL('**/inbox?state=completed');
    await page.getByText('call status').first().waitFor();
    await eventually(async () => expect(await rows().count()).toBe(4));
  });

  test('a search finds a number, and one that finds nothing says so and is cleared', async () => {
    const search = page.getByRole('searchbox', { name: /SID, number/ });
    await page.goto('/inbox');
    await rows().first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('508 555 0001');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inbox?q=508+555+0001');
    await page.getByRole('button', { name: /Window of time: Everything stored/ }).waitFor();
    await eventually(async () => {
      await page.reload();
      await rows().nth(3).waitFor({ timeout: 3000 });
    });
    await search.fill('no such token');
    await search.press('Enter');
    const nothing = page.locator('[data-state=nothing-found]');
    await nothing.getByText('Search: no such token').waitFor();
    expect(await rows().count()).toBe(0);
    await nothing.getByRole('button', { name: 'Remove all filters' }).click();
    await rows().nth(4).waitFor();
  });

  test('the keyboard alone opens a callback, copies it as curl and as a link, and closes it', async () => {
    await page.goto('/inbox?state=completed');
    await rows().first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await panel().getByText('CallStatus', { exact: true }).waitFor();
    await panel().getByText('valid', { exact: true }).waitFor();
    await page.keyboard.press('y');
    await page.getByText('Command copied').first().waitFor();
    expect(await clipboard()).toContain('/webhooks/twilio/voice-status');
    await page.keyboard.press('c');
    await eventually(async () => expect(await clipboard()).toMatch(/\/inbox\?selected=\d+$/));
    const link = await clipboard();
    await panel().getByRole('button', { name: 'Copy as JSON' }).click();
    await eventually(async () => expect(JSON.parse(await clipboard())).toMatchObject({ CallStatus: 'completed' }));
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await page.goto(link);
    await panel().getByText('CallStatus', { exact: true }).waitFor();
  });

  test('dead letters with one error are one group, and replaying it, one first, applies exactly what was counted', async () => {
    const calls = Array.from({ length: 30 }, (_, n) => 100 + n);
    await page.goto('/inbox/dead-letters');
    await page.locator('[data-state=first-run]').waitFor();
    await storeDeadLetters(started, { calls, error: HELD });
    await group('lock timeout').getByText('30 dead letters').waitFor();
    await group('lock timeout').getByText('30 calls').waitFor();
    await group('lock timeout').getByText('Likely cause:').waitFor();
    await page.getByRole('link', { name: /Dead letters 30/ }).waitFor();
    expect(await page.locator('[data-fingerprint]').count()).toBe(1);
    await group('lock timeout').getByRole('button', { name: 'Replay, one first…' }).click();
    await dialog().getByText('Would replay 30 callbacks of 30 calls').waitFor();
    const confirm = dialog().getByRole('button', { name: 'Replay 1 first, then 29' });
    await confirm.and(page.locator('[aria-disabled=true]')).waitFor(); // a reason is missing
    await dialog().getByLabel('Reason').fill('The lock is gone');
    await dialog().getByLabel('Reason').press('Enter');
    const card = page.locator('[data-operation]');
    await card.getByText('30 of 30 done').waitFor();
    await card.and(page.locator('[data-operation-state=done]')).waitFor();
    await page.locator('[data-state=first-run]').getByText('No dead letters').waitFor();
    expect(await operations()).toMatchObject([{ kind: 'dead-letters.replay', state: 'done', total: 30, ok: 30 }]);
    const { counts } = await started.asOperator<{ counts: Record<string, number> }>('/api/inbox');
    expect(counts).toMatchObject({ completed: 34, dead_letter: 0 });
  });

  test('a canary that fails again stops the rest, its error is shown, and they are discarded with a reason', async () => {
    await page.goto('/inbox/dead-letters');
    await storeDeadLetters(started, {
      calls: [201, 202, 203],
      error: 'Error: payload is not a form',
      isUnreadable: true,
    });
    const unreadable = group('is not a form');
    await unreadable.getByRole('button', { name: 'Replay, one first…' }).click();
    await dialog().getByLabel('Reason').fill('Try it');
    await dialog().getByRole('button', { name: 'Replay 1 first, then 2' }).click();
    const stopped = page.locator('[data-operation-state=failed]');
    await stopped.getByText('1 of the first 1 failed, so the rest was not begun.').waitFor({ timeout: 60_000 });
    await stopped.getByText('The error', { exact: true }).click();
    await stopped
      .locator('li')
      .getByText(/is not a form/)
      .waitFor();
    await page.getByRole('button', { name: 'Discard all…' }).click(); // its error may read otherwise by now
    await dialog()
      .getByText(/Would discard \d callbacks/)
      .waitFor();
    await dialog().getByLabel('Reason').fill('A test of ours');
    await dialog()
      .getByRole('button', { name: /^Discard \d/ })
      .click();
    await page.locator('[data-state=first-run]').getByText('No dead letters').waitFor();
    await eventually(async () => expect((await operations())[0]).toMatchObject({ state: 'done', ok: 3 }));
  });

  test('a running operation is paused, resumed and canceled, each shown once it was seen', async () => {
    await page.goto('/inbox/dead-letters');
    const calls = Array.from({ length: 60 }, (_, n) => 300 + n);
    await storeDeadLetters(started, { calls, error: HELD });
    await group('lock timeout').getByText('60 dead letters').waitFor();
    await page.getByRole('button', { name: 'Replay all…' }).click();
    await dialog().getByLabel('Rate, a second').fill('1');
    await dialog().getByLabel('Canary').fill('0');
    await dialog().getByLabel('Reason').fill('Slowly');
    await dialog().getByRole('button', { name: 'Replay 60 callbacks' }).click();
    const running = page.locator('[data-operation-state=running]');
    await running.getByRole('button', { name: 'Pause' }).click();
    const paused = page.locator('[data-operation-state=paused]');
    await paused.getByRole('button', { name: 'Resume' }).click();
    await running.getByRole('button', { name: 'Cancel…' }).click();
    const confirm = page.getByRole('alertdialog');
    await confirm.getByText('that are not begun stay as they are').waitFor();
    await confirm.getByRole('button', { name: 'Cancel the operation' }).click();
    await page.locator('[data-operation-state=canceled]').getByText('canceled by a person').waitFor();
    const [canceled] = await operations();
    expect(canceled).toMatchObject({ state: 'canceled', total: 60 });
    await page
      .getByRole('navigation', { name: 'Lists of the inbox' })
      .getByRole('link', { name: 'Operations' })
      .click();
    await page.getByText('Ended, kept for 30 days').waitFor();
    expect(await page.locator('[data-operation]').count()).toBe((await operations()).length);
  });

  test('rows that changed since the preview are never changed: the dialog says so and counts again', async () => {
    await page.goto('/inbox/dead-letters');
    await page.getByRole('button', { name: 'Discard all…' }).click();
    await dialog()
      .getByText(/Would discard \d+ callbacks/)
      .waitFor();
    await storeDeadLetters(started, { calls: [401], error: HELD });
    await dialog().getByLabel('Reason').fill('Old ones');
    await dialog()
      .getByRole('button', { name: /^Discard \d+ callbacks/ })
      .click();
    await dialog().locator('[data-state=error]').getByText('Other rows match now').waitFor();
    await dialog().getByRole('button', { name: 'Count again' }).click();
    await dialog()
      .getByRole('button', { name: /^Discard \d+ callbacks/ })
      .click();
    await page.locator('[data-state=first-run]').getByText('No dead letters').waitFor();
    expect((await operations())[0]).toMatchObject({ kind: 'dead-letters.discard', failed: 0 });
  });

  test('one dead letter says what it would change, is replayed from its panel, and is shown as applied', async () => {
    await storeDeadLetters(started, { calls: [501], error: HELD });
    await page.goto('/inbox?state=dead_letter');
    await rows().first().getByRole('link', { name: 'call status' }).click();
    await panel().getByText('Dead letter').waitFor();
    await panel().getByRole('heading', { name: 'Applying it would change' }).waitFor();
    await panel().getByText('not known → ringing').waitFor();
    await page.keyboard.press('r');
    await panel().getByText('Applied', { exact: true }).first().waitFor();
    await panel().getByText('lock timeout').waitFor({ state: 'detached' });
    expect(await panel().getByRole('button', { name: 'Replay' }).count()).toBe(0);
    expect(await panel().getByText('Applying it would change').count()).toBe(0);
  });

  test('a quarantined callback says why, and is released with a reason or discarded', async () => {
    await postUnbelievable(started, 'CA-nonsense');
    await postUnbelievable(started, 'CA-other-nonsense');
    await page.goto('/inbox/quarantined');
    await rows().nth(1).waitFor();
    await rows()
      .first()
      .getByText(/CallSid/)
      .waitFor();
    await rows().first().getByRole('button', { name: 'Discard…' }).click();
    const ask = page.getByRole('alertdialog');
    await ask.getByText('It is never applied.').waitFor();
    await ask.getByRole('button', { name: 'Discard' }).and(page.locator('[aria-disabled=true]')).waitFor();
    await ask.getByLabel('Reason').fill('Not a call of ours');
    await ask.getByRole('button', { name: 'Discard' }).click();
    await page.mouse.move(1, 1);
    await page.getByRole('searchbox', { name: /Part of the error/ }).focus();
    await eventually(async () => expect(await rows().count()).toBe(1));
    await rows().first().getByRole('link', { name: 'other callback' }).click();
    await panel().getByText('4711').waitFor(); // an administrator sees what was typed
    await panel().getByRole('button', { name: 'Release…' }).click();
    await ask.getByText('It is applied although it was not believed.').waitFor();
    await ask.getByLabel('Reason').fill('It is ours');
    await ask.getByRole('button', { name: 'Release' }).click();
    await panel()
      .getByText(/It is ours \(was quarantined/)
      .waitFor();
  });

  test('rejected requests are listed with the likely cause and what to do', async () => {
    await postRefused(started);
    await eventually(async () => {
      const { groups } = await started.asOperator<{ groups: object[] }>('/api/rejected-requests');
      expect(groups).toHaveLength(2);
    });
    await page.goto('/inbox/rejected');
    await page.getByText('The URL at Twilio begins with https://').first().waitFor();
    await page.getByRole('button', { name: 'Only old token, or forged' }).click();
    await page.waitForURL('**/inbox/rejected?cause=old-token-or-forged');
    await eventually(async () => expect(await rows().count()).toBe(1));
    await rows().first().click();
    await panel().getByText('AccountSid').waitFor();
    await panel().getByText(`${started.stack.ingest.url}/webhooks/twilio/recording-status`).waitFor();
  });

  test('who may only look sees no button that changes something, and not what a person typed', async () => {
    const { page: look, context, faults } = await openWindow(browser, started.url, {}, REFUSALS);
    await postUnbelievable(started, 'CA-third');
    await storeDeadLetters(started, { calls: [601], error: HELD });
    await logIn(look, 'mona', '/inbox/quarantined');
    await rows(look).first().getByRole('link', { name: 'other callback' }).click();
    const side = look.getByRole('complementary');
    await side.getByText('[redacted] for your role').waitFor();
    expect(await side.getByText('4711').count()).toBe(0);
    expect(await look.getByRole('button', { name: /Release|Discard|Test callback/ }).count()).toBe(0);
    await look.goto('/inbox/dead-letters');
    await look.getByText('Likely cause:').waitFor();
    expect(await look.getByRole('button', { name: /Replay|Discard/ }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
    const other = await openWindow(browser, started.url, {}, REFUSALS);
    await logIn(other.page, 'carol', '/inbox');
    await other.page.locator('[data-state=not-found]').waitFor();
    await other.context.close();
  });

  test.each([
    ['/inbox', '**/api/inbox?*'],
    ['/inbox/dead-letters', '**/api/dead-letters/groups*'],
    ['/inbox/quarantined', '**/api/quarantined?*'],
    ['/inbox/rejected', '**/api/rejected-requests?*'],
    ['/inbox/operations', '**/api/operations?*'],
  ])('%s: an API that answers 500 is an error with its request id, never an empty page', async (path, api) => {
    const fail = (of: Page) =>
      of.route(api, (route) =>
        route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(PROBLEM) }),
      );
    await fail(page);
    await page.goto(path);
    await page.locator('main [data-state=error]').getByText('req_500').waitFor();
    expect(await page.locator('[data-state=first-run], [data-state=nothing-found]').count()).toBe(0);
    await page.unroute(api);
    const retry = page.getByRole('button', { name: 'Retry', exact: true });
    await retry.click({ timeout: 2000 }).catch(() => {}); // the stream may have had it read again already
    await page.locator('main [data-state=error]').waitFor({ state: 'detached' });
  });

  test('an error keeps the rows that were last read', async () => {
    await page.goto('/inbox');
    await rows().first().waitFor();
    await page.locator('[data-freshness=live]').waitFor();
    await page.route('**/api/inbox?*', (route) => route.fulfill({ status: 500, body: '{}' }));
    await started.playCall(2, 'ringing');
    await page.locator('main [data-state=error]').waitFor();
    expect(await page.locator('[data-last-good] tbody tr').count()).toBeGreaterThan(0);
    await page.unroute('**/api/inbox?*');
  });

  test('while the page is stale nothing can be changed', async () => {
    const { page: stale, context } = await openWindow(browser, started.url, {}, REFUSALS);
    await stale.route('**/events/calls*', (route) => route.abort());
    await stale.clock.install();
    await logIn(stale, 'ada', '/inbox/dead-letters');
    await stale.getByText('Likely cause:').waitFor();
    await stale.clock.fastForward(61_000);
    await stale.locator('[data-freshness=stale]').waitFor();
    const disabled = stale.locator('[aria-disabled=true]');
    await stale.getByRole('button', { name: 'Replay, one first…' }).and(disabled).waitFor();
    await stale.getByRole('button', { name: 'Discard all…' }).and(disabled).click({ force: true });
    expect(await stale.getByRole('dialog').count()).toBe(0);
    await context.close();
  });

  test('no list violates accessibility or content policy, or is wider than the window, in light, dark and forced colours, and 360 px wide', async () => {
    const { page: each, context, faults } = await openWindow(browser, started.url);
    await logIn(each, 'ada', '/inbox');
    await rows(each).first().waitFor();
    const [{ id }] = (await started.asOperator<{ data: [{ id: string }] }>('/api/inbox')).data;
    const ready: Record<string, string> = {
      [`/inbox?selected=${id}`]: 'Copy as JSON',
      '/inbox/dead-letters': 'Likely cause:',
      '/inbox/quarantined': 'Release all…',
      '/inbox/rejected': 'What to do:',
      '/inbox/operations': 'Ended, kept for 30 days',
    };
    for (const [path, text] of Object.entries(ready)) {
      await each.goto(path);
      await each.getByText(text).first().waitFor();
      expect([path, await findViolationsInEachLook(each)]).toEqual([path, []]);
    }
    await each.goto('/inbox/dead-letters');
    await each.getByRole('button', { name: 'Replay, one first…' }).click();
    await each.getByRole('dialog').getByLabel('Reason').waitFor();
    expect(await findViolationsInEachLook(each)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('no test left an error on the console or a violation of the content policy', () =>
    expect(admin.faults).toEqual([]));
});
