import type { ConsoleStack } from '../support/console-stack.ts';
import { INBOX_SHOTS } from './inbox-shots.ts';
import { LIVE_SHOTS } from './live-shots.ts';
import { OPERATIONS_SHOTS } from './operations-shots.ts';
import { listAt, rows, type Shot, state } from './shot.ts';
import { SIREN_SHOTS } from './siren-shots.ts';

/** The ended call with the most to see. */
async function endedCall({ asOperator }: ConsoleStack): Promise<string> {
  const ended = await asOperator<{ data: { id: string }[] }>('/api/calls?status=completed&limit=30');
  const traces: { id: string; weight: number }[] = [];
  for (const { id } of ended.data) {
    const { lanes, marks } = await asOperator<Trace>(`/api/calls/${id}/trace`);
    traces.push({ id, weight: lanes.legs.length * 10 + lanes.recordings.length * 20 + marks.length });
  }
  return traces.toSorted((a, b) => b.weight - a.weight)[0]!.id;
}

type Trace = { lanes: { legs: object[]; recordings: object[] }; marks: object[] };

/** Every screen in every state. */
export const SHOTS: Shot[] = [
  {
    name: 'login',
    take: async (page) => {
      await page.goto('/login');
      await page.getByLabel('Name').waitFor();
    },
  },
  {
    name: 'login-wrong',
    take: async (page) => {
      await page.goto('/login');
      await page.getByLabel('Name').fill('grace');
      await page.getByLabel('Password').fill('not this one');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByText('The name or the password is wrong.').waitFor();
    },
  },
  {
    name: 'login-link-used',
    take: async (page) => {
      await page.goto('/login?token=unknown');
      await page.getByText('not valid here').waitFor();
    },
  },
  {
    name: 'calls',
    person: 'grace',
    take: listAt('/calls?status=completed,busy,no-answer,in-progress'),
  },
  {
    name: 'calls-menu',
    person: 'grace',
    take: async (page) => {
      await page.goto('/calls');
      await rows(page);
      await page.getByRole('button', { name: /Window of time/ }).click();
      await page.getByRole('menuitemradio').first().waitFor();
    },
  },
  {
    name: 'calls-sorted',
    person: 'grace',
    take: async (page) => {
      await page.goto('/calls?sort=-duration&columns=started,state,duration,recording,answered,ended,sid');
      await rows(page);
      await page.getByText('the longest first').waitFor();
    },
  },
  {
    name: 'calls-columns',
    person: 'grace',
    take: async (page) => {
      await page.goto('/calls');
      await rows(page);
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('menuitemcheckbox').first().waitFor();
    },
  },
  {
    name: 'calls-save-view',
    person: 'grace',
    take: async (page) => {
      await page.goto('/calls?status=failed,busy&window=7d&sort=-duration');
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('menuitem', { name: 'Save what is shown…' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('Failed this week');
    },
  },
  {
    name: 'calls-nothing-found',
    person: 'carol',
    take: async (page) => {
      await page.goto('/calls?direction=internal');
      await state(page, 'nothing-found');
    },
  },
  {
    name: 'calls-first-run',
    person: 'carol',
    take: async (page) => {
      await page.goto('/calls?window=all');
      await state(page, 'first-run');
    },
  },
  {
    name: 'calls-loading',
    person: 'grace',
    take: async (page) => {
      await page.route('**/api/calls?*', () => {});
      await page.goto('/calls');
      await state(page, 'loading');
    },
  },
  {
    name: 'call',
    person: 'grace',
    take: async (page, started) => {
      await page.goto(`/calls/${await endedCall(started)}`);
      await page.getByRole('slider').first().waitFor();
    },
  },
  {
    name: 'call-mark',
    person: 'grace',
    take: async (page, started) => {
      await page.goto(`/calls/${await endedCall(started)}`);
      await page.getByRole('group').getByRole('button').last().click();
      await page.getByText('AccountSid').first().waitFor();
    },
  },
  {
    name: 'call-table',
    person: 'grace',
    take: async (page, started) => {
      await page.goto(`/calls/${await endedCall(started)}?view=table`);
      await rows(page);
    },
  },
  {
    name: 'call-unknown',
    person: 'grace',
    take: async (page) => {
      await page.goto(`/calls/CA${'f'.repeat(32)}`);
      await state(page, 'unknown-call');
    },
  },
  {
    name: 'unknown-parameter',
    person: 'grace',
    take: async (page) => {
      await page.goto('/calls?colour=red');
      await state(page, 'unknown-parameter');
    },
  },
  {
    name: 'not-found',
    person: 'carol',
    take: async (page) => {
      await page.goto('/live');
      await state(page, 'not-found');
    },
  },
  {
    name: 'account',
    person: 'grace',
    take: listAt('/account'),
  },
  {
    name: 'palette',
    person: 'grace',
    take: async (page) => {
      await page.goto('/calls');
      await rows(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').waitFor();
    },
  },
  {
    name: 'shortcuts',
    person: 'grace',
    take: async (page) => {
      await page.goto('/live');
      await rows(page);
      await page.keyboard.press('Shift+?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'person-menu',
    person: 'grace',
    take: async (page) => {
      await page.goto('/live');
      await rows(page);
      await page.getByRole('button', { name: /account and settings/ }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'parts',
    person: 'grace',
    isFullPage: true,
    take: async (page) => {
      await page.goto('/_parts');
      await page.getByRole('heading', { name: 'Parts' }).waitFor();
      await page.getByText('Loading a table').waitFor();
    },
  },
  {
    name: 'stale',
    person: 'grace',
    take: async (page) => {
      await page.route('**/events/calls*', (route) => route.abort());
      await page.clock.install();
      await page.goto('/live');
      await rows(page);
      await page.clock.fastForward(61_000);
      await page.locator('[data-freshness=stale]').waitFor();
    },
  },
  ...LIVE_SHOTS,
  ...SIREN_SHOTS,
  ...OPERATIONS_SHOTS,
  ...INBOX_SHOTS,
];
