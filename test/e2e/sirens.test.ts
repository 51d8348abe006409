import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { asApiRole } from '../support/db/as-login.ts';
import { eventually } from '../support/eventually.ts';
import { startApp, type AppProcess } from '../support/processes/processes.ts';
import { readWebhook, startWebhookReceiver, type WebhookReceiver } from '../support/webhooks/webhook-receiver.ts';

const { DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl } = process.env;
const db = new pg.Client({ connectionString: databaseUrl });
let api: AppProcess;
let receiver: WebhookReceiver;
const opened = new AsyncDisposableStack();
beforeAll(async () => {
  await db.connect();
  opened.defer(() => db.end());
  receiver = opened.use(await startWebhookReceiver());
  api = opened.use(
    await startApp('api', {
      env: { DATABASE_URL: asApiRole(databaseUrl), WEBHOOKS_ALLOW_PRIVATE: 'true', LOG_LEVEL: 'warn' },
    }),
  );
});
afterAll(async () => opened.disposeAsync());

async function post(path: string, json: object = {}) {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
  const response = await fetch(`${api.url}/api${path}`, options);
  expect(response.ok).toBe(true);
  return (await response.json()) as { id: string; secret?: string };
}

let calls = 0;
async function raise(): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into calls (call_sid, status, direction, sip_or_pstn, created_at, updated_at)
    values ($1, 'in-progress', 'inbound', 'pstn', now(), now()) returning id::text`,
    [`CA${`${(calls += 1)}`.padStart(32, '0')}`],
  );
  return (await post(`/calls/${rows[0]!.id}/siren`, { alert_type: 'emergency', reason: 'Help' })).id;
}

type SirenWebhook = ReturnType<typeof readWebhook> & { data: { siren_id: string; alerts: number } };
/** The webhooks about a siren that the receiver got; throws if a signature is wrong. */
function webhooksOf(secret: string, sirenId: string): SirenWebhook[] {
  const webhooks = receiver.received.map((webhook) => readWebhook(secret, webhook) as SirenWebhook);
  return webhooks.filter(({ data }) => data.siren_id === sirenId);
}

describe.each([
  ['Redis', redisUrl],
  ['Postgres', undefined],
])('with the queues on %s', (_, url) => {
  let [worker, other]: AppProcess[] = [];
  let secret: string;
  beforeAll(async () => {
    const env = { REDIS_URL: url, WEBHOOKS_ALLOW_PRIVATE: 'true', LOG_LEVEL: 'warn' };
    [worker, other] = await Promise.all([startApp('worker-notify', { env }), startApp('worker-notify', { env })]);
    await db.query('delete from webhook_endpoints');
    receiver.received.length = 0;
    secret = (await post('/webhook-endpoints', { url: receiver.url, events: ['siren.*'] })).secret!;
  });
  afterAll(async () => {
    await Promise.all([worker!, other!].map((app) => app[Symbol.asyncDispose]()));
  });
  const types = (sirenId: string) => webhooksOf(secret, sirenId).map(({ type }) => type);

  test('a siren and each answer to it reach the receiver once', async () => {
    const siren = await raise();
    await eventually(() => expect(types(siren)).toEqual(['siren.raised']));
    await post(`/sirens/${siren}/acknowledge`);
    await eventually(() => expect(types(siren)).toEqual(['siren.raised', 'siren.acknowledged']));
    await post(`/sirens/${siren}/resolve`, { resolution: 'All is well.' });
    await eventually(() => expect(types(siren)).toEqual(['siren.raised', 'siren.acknowledged', 'siren.resolved']));
    await eventually(async () => {
      const sql = `select state from webhook_deliveries where payload -> 'data' ->> 'siren_id' = $1 and state = 'delivered'`;
      expect((await db.query(sql, [siren])).rows).toHaveLength(3);
    });
  });

  test('an unacknowledged siren is sent again, by one of two copies of the worker', async () => {
    const siren = await raise();
    await eventually(() => expect(types(siren)).toEqual(['siren.raised']));
    for (const alerts of [2, 3]) {
      await db.query(`update siren_alerts set next_alert_at = now() where id = $1`, [siren]); // as if half a minute had passed
      await eventually(() =>
        expect(webhooksOf(secret, siren).at(-1)).toMatchObject({ type: 'siren.unanswered', data: { alerts } }),
      );
    }
    expect(types(siren)).toHaveLength(3);
    await post(`/sirens/${siren}/acknowledge`);
    await eventually(() => expect(types(siren).at(-1)).toBe('siren.acknowledged'));
  });

  test('a worker that is killed between its request and the stored answer sends the webhook again, with the same id', async () => {
    await other!.kill();
    receiver.answers.push(null); // the worker is waiting for an answer when it is killed
    const siren = await raise();
    await eventually(() => expect(types(siren)).toEqual(['siren.raised']));
    await worker!.kill('SIGKILL');
    await worker!.restart();
    await db.query(`update webhook_deliveries set next_attempt_at = now() where state = 'sending'`); // as if half a minute had passed
    await eventually(() => expect(types(siren)).toEqual(['siren.raised', 'siren.raised']));
    expect(new Set(webhooksOf(secret, siren).map(({ id }) => id)).size).toBe(1);
    await other!.restart();
  });
});
