import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createDemoLogin } from '../../local/src/demo/demo-login.ts';
import { noBrowser, openBrowser, openWindow } from './support/browser.ts';
import { PASSWORD, startConsoleStack, type ConsoleStack } from './support/console-stack.ts';
import { logIn } from './support/login.ts';

if (noBrowser) console.warn(`Skipped: ${noBrowser}`);

(noBrowser ? describe.skip : describe)('login and roles', () => {
  let started: ConsoleStack;
  let browser: Browser;
  beforeAll(async () => {
    [started, browser] = await Promise.all([startConsoleStack(), openBrowser()]);
    for (const role of ['superadmin', 'admin', 'monitor', 'reader', 'client']) await started.createPerson(role, role);
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });

  test('a wrong password is refused next to the field, and a right one leads to where the person was going', async () => {
    const { page, faults } = await openWindow(browser, started.url);
    await page.goto('/calls?direction=inbound');
    await page.getByLabel('Name').fill('monitor');
    await page.getByLabel('Password').fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByText('The name or the password is wrong.').waitFor();
    expect(await page.getByLabel('Password').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('navigation', { name: 'Screens' }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/calls?direction=inbound');
    expect(faults).toEqual([]);
  });

  test.each([
    ['superadmin', '/ops', ['Live', 'Calls', 'Sirens', 'Inbox', 'Operations', 'Queues', 'API']],
    ['admin', '/ops', ['Live', 'Calls', 'Sirens', 'Inbox', 'Operations', 'API']],
    ['monitor', '/live', ['Live', 'Calls', 'Sirens', 'Inbox', 'Operations', 'API']],
    ['reader', '/calls', ['Calls', 'Sirens', 'API']],
    ['client', '/calls', ['Calls', 'Sirens', 'API']],
  ])('%s begins at %s and sees what the role may open', async (role, home, links) => {
    const { page, context, faults } = await openWindow(browser, started.url);
    await logIn(page, role);
    await page.waitForURL(`**${home}`);
    const shown = await page.getByRole('navigation', { name: 'Screens' }).getByRole('link').allTextContents();
    expect(shown.map((text) => text.trim())).toEqual(links);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a forbidden address shows the same page as an unknown one', async () => {
    const { page } = await openWindow(browser, started.url);
    await logIn(page, 'client');
    const contentOf = async (path: string): Promise<string | null> => {
      await page.goto(path);
      await page.locator('[data-state=not-found]').waitFor();
      return page.locator('main').innerHTML();
    };
    expect(await contentOf('/live')).toBe(await contentOf('/no/such/screen'));
  });

  test('a link logs in once, by its button, and says afterwards that it was used', async () => {
    const link = await createDemoLogin(started.stack.databaseUrl, Number(new URL(started.url).port));
    const { page } = await openWindow(browser, started.url);
    await page.goto(link);
    await page.getByRole('button', { name: 'Log in as demo' }).click();
    await page.getByRole('navigation', { name: 'Screens' }).waitFor();
    await page.goto(link);
    expect(await page.getByRole('main').textContent()).toContain('This link was already used');
  });

  test('signing out everywhere ends the sessions of all browsers', async () => {
    const open = () => openWindow(browser, started.url, {}, /status of 401|ERR_INCOMPLETE_CHUNKED/); // the cut streams
    const [here, there] = [await open(), await open()];
    await logIn(here.page, 'reader');
    await logIn(there.page, 'reader');
    await here.page.goto('/account');
    const table = here.page.getByRole('table', { name: 'Sessions' });
    await table.getByText('This one').waitFor();
    const sessions = (await table.getByRole('row').count()) - 1;
    expect(sessions).toBeGreaterThan(1);
    await here.page.getByRole('button', { name: 'Sign out everywhere…' }).click();
    const dialog = here.page.getByRole('alertdialog');
    await expect(
      dialog.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement),
    ).resolves.toBe(true);
    await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
    await here.page.waitForURL('**/login');
    await there.page.reload();
    await there.page.waitForURL('**/login?next=*');
    expect([...here.faults, ...there.faults]).toEqual([]);
  });
});
