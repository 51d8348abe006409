import { startApp } from '../../../../test/support/processes/processes.ts';
import { ACCOUNT } from '../../../../test/support/processes/stack.ts';
import { addGap, addReceiver, fillSeries } from '../support/fill-operations.ts';
import { failing, opened, rows, state, type Shot } from './shot.ts';

const SID = `CA${'7'.repeat(32)}`;
let isFilled = false;

/** Once for all shots: an hour of samples, gaps, a receiver that is gone, and all apps but the dialer. */
const filled =
  (take: Shot['take']): Shot['take'] =>
  async (page, started) => {
    if (!isFilled) {
      isFilled = true;
      const { stack } = started;
      await fillSeries(stack);
      await addReceiver(stack, 'https://crm.example.com/hooks/trunkline');
      for (const missing of ['completed', 'answered']) await addGap(stack, SID, missing);
      await addGap(stack, `CA${'8'.repeat(32)}`, 'ringing');
      await stack.query(`update webhook_endpoints set state = 'disabled', disabled_reason = 'answered 410'`);
      const env = { ...ACCOUNT, DATABASE_URL: stack.databaseUrl, REDIS_URL: undefined };
      const apps = ['worker-notify', 'worker-recording', 'worker-transcription'];
      for (const app of apps) opened.use(await startApp(app, { env }));
      await started.asOperator('/api/queues/dialer/pause', { reason: 'The carrier asked us to wait until noon' });
    }
    await take(page, started);
  };

/** The screen Operations in every state. */
export const OPERATIONS_SHOTS: Shot[] = [
  {
    name: 'ops-health',
    person: 'grace',
    isFullPage: true,
    take: filled(async (page) => {
      await page.goto('/ops');
      await page.locator('[data-chart="Live calls"] canvas').waitFor();
      await page.locator('[data-tile]').first().waitFor();
    }),
  },
  {
    name: 'ops-process',
    person: 'grace',
    take: filled(async (page) => {
      await page.goto('/ops?app=ingest');
      await page.getByRole('link', { name: 'ingest', exact: true }).click();
      await page.getByText('Its /health').waitFor();
    }),
  },
  {
    name: 'ops-reconciliation',
    person: 'grace',
    isFullPage: true,
    take: filled(async (page) => {
      await page.goto('/ops?tab=reconciliation');
      await page.getByRole('table', { name: 'Gaps' }).waitFor();
      await page.getByRole('table', { name: 'Tiers' }).waitFor();
    }),
  },
  {
    name: 'ops-ignore-gap',
    person: 'grace',
    take: filled(async (page) => {
      await page.goto('/ops?tab=reconciliation');
      await page.getByRole('button', { name: /^Ignore…: answered/ }).click();
      await page.getByRole('alertdialog').waitFor();
    }),
  },
  {
    name: 'ops-scan',
    person: 'grace',
    take: filled(async (page) => {
      await page.goto('/ops?tab=reconciliation');
      await page.getByRole('table', { name: 'Tiers' }).waitFor();
      await page.keyboard.press('Shift+S');
      await page.getByRole('dialog').waitFor();
    }),
  },
  {
    name: 'ops-queues',
    person: 'grace',
    isFullPage: true,
    take: filled(async (page) => {
      await page.goto('/ops?tab=queues');
      await rows(page);
    }),
  },
  {
    name: 'ops-webhooks',
    person: 'grace',
    isFullPage: true,
    take: filled(async (page) => {
      await page.goto('/ops?tab=webhooks');
      await page.getByRole('table', { name: 'Messages' }).waitFor();
    }),
  },
  {
    name: 'ops-setup',
    person: 'grace',
    isFullPage: true,
    take: filled(async (page, { stack }) => {
      await stack.control.send('PUT', 'account', {
        numbers: [{ voice_url: 'https://demo.twilio.com/welcome/voice/' }],
      });
      await page.goto('/ops?tab=setup');
      await page.getByRole('button', { name: 'Examine now' }).click();
      await page.getByRole('button', { name: 'Connect +16175006181…' }).click();
      await page.locator('[data-outcome=connect] button').waitFor();
    }),
  },
  {
    name: 'ops-error',
    person: 'grace',
    take: filled(async (page) => {
      await failing(page, '**/api/operations-summary');
      await failing(page, '**/api/metrics/series*');
      await page.goto('/ops');
      await state(page, 'error');
    }),
  },
  {
    name: 'ops-loading',
    person: 'grace',
    take: filled(async (page) => {
      for (const path of ['**/api/operations-summary', '**/api/health', '**/api/metrics/series*'])
        await page.route(path, () => {});
      await page.goto('/ops');
      await state(page, 'loading');
      await page.waitForFunction(() => getComputedStyle(document.querySelector('.skeleton')!).opacity === '1');
    }),
  },
  {
    name: 'ops-nothing-found',
    person: 'grace',
    take: filled(async (page) => {
      await page.goto('/ops?tab=reconciliation&gaps=ignored&class=we_failed');
      await state(page, 'nothing-found');
    }),
  },
];
