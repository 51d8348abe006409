import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { eventually } from '../../../test/support/eventually.ts';
import { noBrowser, openBrowser, openWindow } from './support/browser.ts';
import { findViolationsInEachLook } from './support/check-accessibility.ts';
import { askQuestion } from './support/ask-question.ts';
import { startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);

const UNKNOWN = `CA${'f'.repeat(32)}`;

(noBrowser ? describe.skip : describe)('calls, and the page of one', () => {
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
    const window = await openWindow(browser, started.url, options, /status of (401|404|409)/);
    await logIn(window.page, person, path);
    return window;
  };
  const callbacks = (page: Page) => page.getByRole('table', { name: 'Callbacks' }).locator('tbody tr');
  const callRows = (page: Page) => page.locator('tbody tr');
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

  test('calls are found by a part of a number, counted, ordered by duration, and exported as they are shown', async () => {
    await started.playCall(2, 'completed');
    await started.playCall(31, 'ringing');
    const { page, context, faults } = await open('vera', '/calls');
    const rows = page.locator('tbody tr');
    await eventually(async () => expect(await rows.count()).toBe(3));
    await page.locator('[data-count="3"]').getByText('3 calls').waitFor();
    const search = page.getByRole('searchbox', { name: /SID, number or name/ });
    await search.fill('555 0031');
    await search.press('Enter');
    await page.waitForURL('**/calls?q=555+0031');
    await eventually(async () => expect(await rows.count()).toBe(1));
    await page.locator('[data-count="1"]').getByText('1 call', { exact: true }).waitFor();
    await search.fill('');
    await page.getByRole('button', { name: 'Duration' }).click();
    await page.waitForURL('**/calls?sort=-duration');
    await page.locator('th[aria-sort=descending]', { hasText: 'Duration' }).waitFor();
    await page.getByText('the longest first').waitFor();
    await eventually(async () => expect(await rows.last().textContent()).toContain('0031')); // it has no duration yet
    await page.getByRole('button', { name: 'Duration' }).click();
    await eventually(async () => expect(await rows.first().textContent()).toContain('0031'));
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
    const numbers = lines.slice(1).map((line) => /\+1508555(\d{4})/.exec(line)?.[1]);
    expect([numbers[0], new Set(numbers.slice(1))]).toEqual(['0031', new Set(['0001', '0002'])]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('Twilio is asked about all calls of a filter, the first alone; where Twilio does not know it, the rest is left', async () => {
    const { page, context, faults } = await open('grace', '/calls?status=completed');
    await page.locator('[data-count="2"]').waitFor();
    await page.getByRole('button', { name: 'Ask Twilio about these…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Would ask Twilio about 2 calls (status: completed;').waitFor();
    await dialog.getByLabel('Reason').fill('A night without callbacks');
    await dialog.getByRole('button', { name: 'Ask Twilio about 1 first, then 1' }).click();
    const stopped = page.locator('[data-operation-state=failed]');
    await stopped.locator('summary').click();
    await stopped.getByText('Twilio does not know the call.').waitFor();
    expect(await stopped.getByText('0 of 2 done, 1 failed').count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
    const other = await open('vera', '/calls');
    await callRows(other.page).first().waitFor();
    expect(await other.page.getByRole('button', { name: /Ask Twilio/ }).count()).toBe(0);
    await other.context.close();
  });

  test('columns are shown and hidden, which the address keeps', async () => {
    const { page, context, faults } = await open('vera', '/calls');
    const names = () => page.getByRole('columnheader').allTextContents();
    await callRows(page).first().waitFor();
    const usual = await names();
    const toggle = async (name: string) => {
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
    };
    await toggle('Direction');
    await toggle('Ended');
    const chosen = usual.flatMap((name) => (name === 'Direction' ? [] : name === 'CallSid' ? ['Ended', name] : [name]));
    await eventually(async () => expect(await names()).toEqual(chosen));
    await page.reload();
    await callRows(page).first().waitFor();
    expect(await names()).toEqual(chosen);
    await toggle('Direction');
    await toggle('Ended');
    await page.waitForURL('**/calls');
    expect(await names()).toEqual(usual);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a view keeps filters, order and columns, is shared with the staff, renamed and deleted', async () => {
    const { page, context, faults } = await open('vera', '/calls?status=completed&sort=-duration&columns=party,state');
    const menu = async (item: string, of: Page = page) => {
      await of.getByRole('button', { name: 'Views' }).click();
      await of.getByRole('menuitem', { name: item }).click();
    };
    const dialog = page.getByRole('dialog');
    await menu('Save what is shown…');
    await dialog.getByText('State: Completed').waitFor();
    await dialog.getByLabel('Name').fill('Longest of today');
    await dialog.getByLabel('Share it with the staff').check();
    await dialog.getByRole('button', { name: 'Save the view' }).click();
    await dialog.waitFor({ state: 'detached' });
    await menu('Save what is shown…');
    await dialog.getByLabel('Name').fill('Longest of today');
    await dialog.getByLabel('Name').press('Enter');
    await dialog.locator('[data-state=error]').waitFor();
    await page.keyboard.press('Escape');

    const other = await open('grace', '/calls?direction=inbound');
    await menu('Longest of today', other.page);
    await other.page.waitForURL('**/calls?status=completed&sort=-duration&columns=party,state');
    await other.context.close();

    await menu('Rename, share, delete…');
    await dialog.getByRole('button', { name: 'Rename Longest of today' }).click();
    await dialog.getByLabel('New name').fill('Longest');
    await dialog.getByRole('button', { name: 'Rename', exact: true }).click();
    await dialog.getByRole('button', { name: 'Stop sharing Longest' }).click();
    await dialog.getByRole('button', { name: 'Share Longest', exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Delete Longest' }).click();
    await dialog.getByText('No view is left.').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('what people did has a lane and a list: a siren leads to its words', async () => {
    const live = await started.playCall(40, 'in-progress');
    await started.raiseSiren(live);
    const { page, context, faults } = await open('vera', `/calls/${live}`);
    const lane = page.getByRole('group', { name: 'People, sirens and commands' });
    await lane.getByRole('button', { name: /^siren: emergency, raised/i }).click();
    const list = page.getByRole('list', { name: 'Sirens and commands' });
    await list.getByText('“The caller is in danger.”').waitFor();
    expect(
      await list
        .getByRole('listitem')
        .first()
        .evaluate((item) => item === document.activeElement),
    ).toBe(true);
    expect(await findViolationsInEachLook(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a question of an interview is on its lane, and its transcript next to its recording', async () => {
    const recordingSid = `RE${'7'.repeat(32)}`;
    const callSid = await started.playCall(50, 'in-progress');
    await started.postRecording(callSid, recordingSid);
    await askQuestion(started, { callSid, recordingSid, said: 'I have mended pumps for ten years.' });
    await eventually(async () => {
      const { lanes } = await started.asOperator<{ lanes: { recordings: unknown[] } }>(`/api/calls/${callSid}/trace`);
      expect(lanes.recordings).toHaveLength(1);
    });
    const { page, context, faults } = await open('vera', `/calls/${callSid}`);
    const lane = page.getByRole('group', { name: 'Interview, 1 question' });
    await lane.getByRole('button', { name: /^question 1, answered: Question 1\?/ }).waitFor();
    await page.getByRole('button', { name: 'Show the transcript' }).click();
    await page.locator('[data-transcript]').getByText('I have mended pumps for ten years.').waitFor();
    expect(faults).toEqual([]);
    await context.close();
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
