import type { ConsoleStack } from './console-stack.ts';
import { TEST_SECRET } from '../../../../test/support/webhook-endpoints.ts';

type Stack = Pick<ConsoleStack['stack'], 'query'>;

/** Of a quiet hour, around which each series rises and falls, in the order of their places in a sample. */
const USUAL = [12, 3, 9, 0, 0, 4, 0.4, 0, 0, 0, 40, 2, 14, 0.05, 3, 0.2, 1.4, 0.004, 0.4, 9];

/** An hour of samples as their writer would have left them; it goes on from here. */
export const fillSeries = (stack: Stack): Promise<unknown> =>
  stack.query(`
    insert into metric_samples (at, samples)
    select at, (
      select array_agg((usual * (1 + sin(extract(epoch from at) / 300 + n) / 4 + sin(extract(epoch from at) * n) / 9))::real order by n)
      from unnest(array[${USUAL.join(', ')}]::real[]) with ordinality u (usual, n))
    from generate_series(date_trunc('minute', now()) - interval '1 hour', now() - interval '20 s', '10 s') at
    on conflict do nothing`);

/** A callback of this call that did not come. */
export const addGap = (stack: Stack, callSid: string, missing: string): Promise<unknown> =>
  stack.query(`
    insert into callback_gaps (call_sid, missing, class, due_at, noticed_by)
    values ('${callSid}', '${missing}', 'never_sent', now() - interval '5 min', 'reconcile_warm')`);

/** A receiver at this URL with one message that was given up and one that it missed. */
export const addReceiver = async (stack: Stack, url: string): Promise<void> => {
  const [row] = await stack.query<{ id: string }>(`
    insert into webhook_endpoints (url, secret, events, created_at)
    values ('${url}', '${TEST_SECRET}', '{siren.*}', now() - interval '1 hour') returning id::text`);
  await stack.query(`
    insert into webhook_deliveries (endpoint_id, message_id, event, payload, state, attempts, response_status, error)
    values (${row!.id}, 'msg_1', 'siren.raised', '{"siren_id": "7"}', 'failed', 10, 500, 'answered 500'),
      (${row!.id}, 'msg_2', 'siren.resolved', '{"siren_id": "7"}', 'missed', 0, null, null)`);
};
