import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import {
  addTestDelivery,
  claimDueDeliveries,
  findWebhookDelivery,
  findWebhookEndpoint,
  retryDelivery,
  type DueDelivery,
} from '@trunkline/db/webhooks';
import { Webhook } from 'standardwebhooks';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/support/webhooks/webhook-receiver.ts';
import { deliver } from './deliver.ts';
import { addEndpoint, TEST_SECRET } from '../../../test/support/webhook-endpoints.ts';

const db = openTestDatabase();
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
beforeEach(async () => {
  await db.pool.query('truncate webhook_endpoints restart identity cascade');
  receiver.received.length = 0;
  receiver.answers.length = 0;
});
afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const parts = { db, log: silentLog, onSettled: () => {}, isProduction: false, mayBePrivate: true };
const attempt = deliver(parts);
/** A delivery to the receiver, or to another URL. */
async function add(url = receiver.url) {
  const { id: endpointId } = await addEndpoint(db, url);
  return { endpointId, id: (await addTestDelivery(unscoped(db), endpointId, `msg_${endpointId}`)).id };
}
const claim = () => claimDueDeliveries(db.pool, 100);
/** Makes every delivery due. */
const makeDue = () => db.pool.query('update webhook_deliveries set next_attempt_at = now()');
const find = (id: string) => findWebhookDelivery(unscoped(db), id);

describe('a delivery', () => {
  test('is signed as in Standard Webhooks, and is done when it is answered with 2xx', async () => {
    const { id, endpointId } = await add();
    for (const due of await claim()) await attempt(due);
    const [{ headers, body }] = receiver.received as [WebhookReceiver['received'][0]];
    expect(new Webhook(TEST_SECRET).verify(body, headers as Record<string, string>)).toEqual({
      type: 'webhook.test',
      timestamp: expect.any(String),
      data: { endpointId },
    });
    expect(headers).toMatchObject({ 'webhook-id': `msg_${endpointId}`, 'content-type': 'application/json' });
    expect(body).toMatch(/^\{"type":"webhook.test","timestamp":/);
    expect(await find(id)).toMatchObject({ state: 'delivered', attempts: 1, responseStatus: 204, error: null });
    expect(await claim()).toEqual([]);
  });

  test('that failed is retried later, under the same id and with the same body, byte for byte', async () => {
    const { id } = await add();
    receiver.answers.push(500);
    for (const due of await claim()) await attempt(due);
    expect(await find(id)).toMatchObject({ state: 'queued', attempts: 1, responseStatus: 500, error: 'answered 500' });
    expect(await claim()).toEqual([]);
    await makeDue();
    for (const due of await claim()) await attempt(due);
    const [first, second] = receiver.received;
    expect(second).toMatchObject({ body: first!.body, headers: { 'webhook-id': first!.headers['webhook-id'] } });
    expect(await find(id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  test('is made once by jobs that run twice, at once or late', async () => {
    await add();
    const [due] = (await claim()) as [DueDelivery];
    await Promise.all([attempt(due), attempt(due), attempt(due)]);
    await attempt(due);
    expect(receiver.received).toHaveLength(1);
  });

  test('whose job was lost, or whose worker died, is due again after half a minute', async () => {
    const { id } = await add();
    await claim(); // and the job is lost
    expect(await claim()).toEqual([]);
    await makeDue();
    const [due] = (await claim()) as [DueDelivery];
    const dying = deliver({ ...parts, db: { pool: dyingAfter(1) } });
    await expect(dying(due)).rejects.toThrow('died');
    expect(receiver.received).toHaveLength(1);
    await makeDue();
    for (const again of await claim()) await attempt(again);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await find(id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  test('is given up after ten attempts, and sent once more when a retry is requested', async () => {
    const { id } = await add();
    receiver.answers.push(...Array<number>(10).fill(503));
    for (let n = 0; n < 12; n++) {
      await makeDue();
      for (const due of await claim()) await attempt(due);
    }
    expect(receiver.received).toHaveLength(10);
    expect(await find(id)).toMatchObject({ state: 'failed', attempts: 10, error: 'answered 503' });
    await retryDelivery(unscoped(db), id);
    for (const due of await claim()) await attempt(due);
    expect(await find(id)).toMatchObject({ state: 'delivered' });
  });
});

/** The pool, which fails after this many statements. */
function dyingAfter(statements: number): typeof db.pool {
  let done = 0;
  const query = (...asked: Parameters<typeof db.pool.query>) => {
    if ((done += 1) > statements) throw new Error('died');
    return db.pool.query(...asked);
  };
  return { query } as unknown as typeof db.pool;
}

describe('an endpoint', () => {
  test('that answers 410 is disabled, and gets nothing more', async () => {
    const { id, endpointId } = await add();
    await addTestDelivery(unscoped(db), endpointId, 'msg_second');
    receiver.answers.push(410);
    const [first] = (await claimDueDeliveries(db.pool, 1)) as [DueDelivery];
    await attempt(first);
    expect(await find(id)).toMatchObject({ state: 'failed', responseStatus: 410 });
    expect(await findWebhookEndpoint(unscoped(db), endpointId)).toMatchObject({
      isActive: false,
      disabledReason: 'answered 410',
    });
    expect(await claim()).toEqual([]);
  });

  test('that redirects is not followed', async () => {
    const { id } = await add();
    receiver.answers.push(302);
    for (const due of await claim()) await attempt(due);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/']);
    expect(await find(id)).toMatchObject({ state: 'queued', error: 'answered 302' });
  });

  test('that refuses connections is retried', async () => {
    const { id } = await add('http://127.0.0.1:1/hooks');
    for (const due of await claim()) await attempt(due);
    expect(await find(id)).toMatchObject({ state: 'queued', error: 'could not be reached: ECONNREFUSED' });
  });

  test('that is slow does not delay others: deliveries to one endpoint run in limited number', async () => {
    const { endpointId } = await add();
    for (let n = 0; n < 60; n++) await addTestDelivery(unscoped(db), endpointId, `msg_slow_${n}`);
    const other = await add();
    const claimed = (await claim()).map(({ deliveryId }) => deliveryId);
    expect(claimed).toContain(other.id);
    expect(claimed).toHaveLength(21);
    expect(await claim()).toEqual([]);
  });
});

describe('a URL that must not be requested is not:', () => {
  const strict = deliver({ ...parts, mayBePrivate: false });
  test.each([
    ['this machine', () => receiver.url],
    ['this machine by a name', () => receiver.url.replace('127.0.0.1', 'localhost')],
    ['this machine as IPv6', () => receiver.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
    ['a metadata service', () => 'http://169.254.169.254/latest'],
  ])('%s', async (_, urlOf) => {
    const { id } = await add(urlOf());
    for (const due of await claim()) await strict(due);
    expect(await find(id)).toMatchObject({ state: 'failed', error: 'leads into a private network' });
    expect(receiver.received).toEqual([]);
  });

  test('plain http in production', async () => {
    const { id } = await add();
    for (const due of await claim()) await deliver({ ...parts, isProduction: true })(due);
    expect(await find(id)).toMatchObject({ state: 'failed', error: 'is not https' });
    expect(receiver.received).toEqual([]);
  });
});
