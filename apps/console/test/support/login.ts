import type { Page } from 'playwright-core';
import { PASSWORD } from './console-stack.ts';

/** Logs in by the form, from wherever the page leads. */
export async function logIn(page: Page, name: string, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.mouse.move(1, 1); // a pointer that rests on a list holds it
  await page
    .getByRole('navigation', { name: 'Screens' })
    .or(page.getByRole('button', { name: 'Screens' }))
    .first()
    .waitFor();
}
