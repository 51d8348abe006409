import { eventually } from '../../../../test/support/eventually.ts';
import type { ConsoleStack } from '../support/console-stack.ts';
import { postRefused, postUnbelievable, storeDeadLetters } from '../support/inbox-data.ts';
import { failing, rows, state, type Shot } from './shot.ts';

let filled: Promise<void> | undefined;

/** Two errors of dead letters, quarantined callbacks and rejected requests; once for all pictures. */
const fill = (started: ConsoleStack): Promise<void> => (filled ??= fillInbox(started));

async function fillInbox(started: ConsoleStack): Promise<void> {
  const calls = Array.from({ length: 240 }, (_, n) => 1000 + (n % 70));
  await storeDeadLetters(started, { calls, error: 'canceling statement due to lock timeout for call <sid>' });
  const unreadable = 'TypeError: CallStatus “answering-machine” of <sid> is not a status';
  await storeDeadLetters(started, { calls: [1100, 1101, 1102], error: unreadable });
  for (const sid of ['CA-nonsense', 'CA-other', `CA${'g'.repeat(32)}`]) await postUnbelievable(started, sid);
  await postRefused(started);
  await eventually(async () => {
    const { groups } = await started.asOperator<{ groups: object[] }>('/api/rejected-requests');
    if (groups.length < 2) throw new Error('The rejected requests are not saved yet');
  });
}

const EMPTY = {
  data: [],
  page: { next_cursor: null, has_more: false, limit: 50 },
  window: { from: null, to: new Date().toISOString(), default: true },
  search_complete: true,
  counts: {},
  counts_capped: [],
};

/** The inbox in every state. */
export const INBOX_SHOTS: Shot[] = [
  {
    name: 'inbox-callbacks',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox');
      await rows(page);
    },
  },
  {
    name: 'inbox-callback',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox?state=dead_letter');
      await page.getByRole('link', { name: 'call status' }).first().click();
      await page.getByText('Copy as JSON').waitFor();
    },
  },
  {
    name: 'inbox-nothing-found',
    person: 'grace',
    take: async (page) => {
      await page.goto('/inbox?q=no+such+token&type=amd-status');
      await state(page, 'nothing-found');
    },
  },
  {
    name: 'inbox-first-run',
    person: 'grace',
    take: async (page) => {
      await page.route('**/api/inbox?*', (route) => route.fulfill({ json: EMPTY }));
      await page.goto('/inbox');
      await page.getByText('#rc=5').first().waitFor();
      await page.getByRole('button', { name: 'Send a signed test callback' }).click();
      await page.getByText('Passed', { exact: true }).waitFor();
    },
  },
  {
    name: 'inbox-loading',
    person: 'grace',
    take: async (page) => {
      await page.route('**/api/inbox?*', () => {});
      await page.goto('/inbox');
      await state(page, 'loading');
    },
  },
  {
    name: 'inbox-error',
    person: 'grace',
    take: async (page) => {
      await failing(page, '**/api/inbox?*');
      await page.goto('/inbox');
      await state(page, 'error');
    },
  },
  {
    name: 'inbox-dead-letters',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox/dead-letters');
      await page.getByText('Likely cause:').nth(1).waitFor();
    },
  },
  {
    name: 'inbox-dead-letter-group',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox/dead-letters');
      await page.getByRole('button', { name: /lock timeout/ }).click();
      await page.getByText('Calls with most of them').waitFor();
    },
  },
  {
    name: 'inbox-replay-dialog',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox/dead-letters');
      await page.getByRole('button', { name: 'Replay, one first…' }).first().click();
      await page.getByRole('dialog').getByLabel('Reason').waitFor();
    },
  },
  {
    name: 'inbox-operation-running',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      const { data } = await started.asOperator<{ data: object[] }>('/api/operations?state=running');
      if (data.length === 0) {
        const scope = { kind: 'dead-letters.replay', filter: { error_contains: 'lock timeout' } };
        const { preview } = await started.asOperator<{ preview: string }>('/api/operations', {
          ...scope,
          dry_run: true,
        });
        const settings = { preview, rate: 1, canary: 0, reason: 'The lock of the migration is gone' };
        await started.asOperator('/api/operations', { ...scope, ...settings });
      }
      await page.goto('/inbox/dead-letters');
      await page.locator('[data-operation-state=running]').waitFor();
    },
  },
  {
    name: 'inbox-operations',
    person: 'grace',
    take: async (page) => {
      await page.goto('/inbox/operations');
      await page.locator('[data-operation]').first().waitFor();
    },
  },
  {
    name: 'inbox-dead-letters-none',
    person: 'grace',
    take: async (page) => {
      await page.goto('/inbox/dead-letters?error_contains=no+such+error');
      await state(page, 'nothing-found');
    },
  },
  {
    name: 'inbox-quarantined',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox/quarantined');
      await rows(page);
    },
  },
  {
    name: 'inbox-discard-dialog',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox/quarantined?selected=');
      await rows(page);
      await page.getByRole('link', { name: 'other callback' }).first().click();
      await page.getByRole('complementary').getByRole('button', { name: 'Discard…' }).click();
      await page.getByRole('alertdialog').getByLabel('Reason').waitFor();
    },
  },
  {
    name: 'inbox-rejected',
    person: 'grace',
    take: async (page, started) => {
      await fill(started);
      await page.goto('/inbox/rejected');
      await rows(page);
      await page.locator('tbody tr').first().click();
      await page.getByText('We checked').waitFor();
    },
  },
];
