import type { ConsoleStack } from '../support/console-stack.ts';
import { failing, rows, state, type Shot } from './shot.ts';

type Listed = { data: { id: string }[] };

/** Two open sirens, one of which a person answers, and two closed ones. */
async function raiseSome({ asOperator }: ConsoleStack): Promise<void> {
  const open = await asOperator<Listed>('/api/sirens?status=open');
  if (open.data.length > 0) return;
  const calls = await asOperator<Listed>('/api/calls?limit=4');
  const raise = async (n: number, alert_type: string, reason: string): Promise<string> =>
    (await asOperator<{ id: string }>(`/api/calls/${calls.data[n]!.id}/siren`, { alert_type, reason })).id;
  await raise(0, 'emergency', 'The caller is in danger.');
  const answered = await raise(1, 'quality_issue', 'The line cuts out every few seconds.');
  await asOperator(`/api/sirens/${answered}/acknowledge`, {});
  const slip = await raise(2, 'technical_problem', 'No sound.');
  await asOperator(`/api/sirens/${slip}/false-alarm`, { resolution: 'The headset was muted.' });
  const done = await raise(3, 'inappropriate_behavior', 'The caller insults the agent.');
  await asOperator(`/api/sirens/${done}/acknowledge`, {});
  await asOperator(`/api/sirens/${done}/resolve`, { resolution: 'Ended the call, and wrote to the caller.' });
}

/** The screen of sirens in every state, and the bar above the others. */
export const SIREN_SHOTS: Shot[] = [
  {
    name: 'sirens-first-run',
    person: 'carol',
    take: async (page) => {
      await page.goto('/sirens?window=all');
      await state(page, 'first-run');
    },
  },
  {
    name: 'sirens-open',
    person: 'grace',
    take: async (page, started) => {
      await raiseSome(started);
      await page.goto('/sirens');
      await page.locator('[data-siren]').first().waitFor();
      await rows(page);
    },
  },
  {
    name: 'sirens-resolve',
    person: 'grace',
    take: async (page, started) => {
      await raiseSome(started);
      await page.goto('/sirens');
      await page.getByRole('button', { name: 'Resolved…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'sirens-error',
    person: 'grace',
    take: async (page) => {
      await failing(page, '**/api/sirens**');
      await page.goto('/sirens');
      await state(page, 'error');
    },
  },
  {
    name: 'siren-bar',
    person: 'grace',
    take: async (page, started) => {
      await raiseSome(started);
      await page.goto('/live');
      await page.getByRole('alert').getByText('The caller is in danger.').waitFor();
      await rows(page);
    },
  },
];
