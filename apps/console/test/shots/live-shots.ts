import { eventually } from '../../../../test/support/eventually.ts';
import type { Page } from 'playwright-core';
import type { ConsoleStack } from '../support/console-stack.ts';
import { failing, listAt, rows, type Shot, state } from './shot.ts';

const liveFaults = ({ stack }: ConsoleStack, pauseIgnored: number) =>
  stack.control.send('PUT', 'live-faults', { pauseIgnored });

/** A call of which a pause has not taken effect, and one that is paused. */
async function stillRecording(started: ConsoleStack): Promise<string> {
  await liveFaults(started, 0);
  const sid = await started.receiveCall('+15085550133');
  await eventually(() => started.asOperator(`/api/calls/${sid}/recording/start`, {}));
  await liveFaults(started, 1);
  await started.asOperator(`/api/calls/${sid}/recording/pause`, {});
  return sid;
}

/** Opens the menu of the first call. */
async function openMenu(page: Page): Promise<void> {
  await page.goto('/live');
  await rows(page);
  await page.keyboard.press('j');
  await page.keyboard.press('.');
  await page.getByRole('menuitem').first().waitFor();
}

/** The live floor in every state. */
export const LIVE_SHOTS: Shot[] = [
  {
    name: 'live',
    person: 'grace',
    take: listAt('/live'),
  },
  { name: 'live-by-number', person: 'grace', take: listAt('/live?group=number') },
  {
    name: 'live-selected',
    person: 'grace',
    take: async (page) => {
      await page.goto('/live');
      await rows(page);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByText('CallSid').first().waitFor();
      await page.getByText('Log, in the order of receipt').waitFor();
    },
  },
  { name: 'live-menu', person: 'grace', take: openMenu },
  {
    name: 'live-drop',
    person: 'grace',
    take: async (page) => {
      await openMenu(page);
      await page.getByRole('menuitem', { name: 'Drop the call…' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'live-raise',
    person: 'grace',
    take: async (page, { receiveCall }) => {
      await page.goto(`/live?selected=${await receiveCall('+15085550144')}`);
      await page.getByRole('region', { name: 'Controls' }).waitFor();
      await page.keyboard.press('s');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'live-still-recording',
    person: 'grace',
    take: async (page, started) => {
      await stillRecording(started);
      await page.goto('/live');
      await page.locator('[data-still-recording]').first().waitFor({ state: 'attached' });
      await page.locator('[data-still-recording]:visible').first().waitFor();
    },
  },
  {
    name: 'live-board',
    person: 'grace',
    take: async (page) => {
      await page.goto('/live?board=1');
      await page.locator('[data-board] ol li').first().waitFor();
    },
  },
  {
    name: 'live-nothing-found',
    person: 'grace',
    take: async (page) => {
      await page.goto('/live?status=queued&direction=external');
      await state(page, 'nothing-found');
    },
  },
  {
    name: 'live-error',
    person: 'grace',
    take: async (page) => {
      await failing(page, '**/api/floor');
      await page.goto('/live');
      await state(page, 'error');
    },
  },
  {
    name: 'live-loading',
    person: 'grace',
    take: async (page) => {
      await page.route('**/api/floor', () => {});
      await page.goto('/live');
      await state(page, 'loading');
    },
  },
];
