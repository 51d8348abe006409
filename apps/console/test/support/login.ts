import type { Page } from 'playwright-core';
import { PASSWORD } from './console-stack.ts';

/** Opens this page as a person who has logged in. The form itself is the subject of `login.browser.test.ts`. */
export async function logIn(page: Page, name: string, path = '/'): Promise<void> {
  const answer = await page.context().request.post('/api/login', {
    data: { name, password: PASSWORD },
    headers: { 'X-Requested-With': 'a test' },
  });
  if (!answer.ok()) throw new Error(`The login answered ${answer.status()}: ${await answer.text()}`);
  await page.goto(path);
  await page
    .getByRole('navigation', { name: 'Screens' })
    .or(page.getByRole('button', { name: 'Screens' }))
    .first()
    .waitFor();
}
