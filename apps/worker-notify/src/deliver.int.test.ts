import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import {
  addTestDelivery,
  changeWebhookEndpoint,
  claimDueDeliveries,
  findWebhookDelivery,
  findWebhookEndpoint,
  forgetExpiredSecrets,
  listWebhookDeliveries,
  replayDeliveries,
  retryDelivery,
  rotateWebhookSecret,
  type DueDelivery,
} from '@trunkline/db/webhooks';
import { openLogger } from '@trunkline/service';
import { Webhook } from 'standardwebhooks';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/support/webhooks/webhook-receiver.ts';
import { deliver } from './deliver.ts';
import { followStream } from './follow-stream.ts';
import { addEndpoint, TEST_SECRET } from '../../../test/support/webhook-endpoints.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const db = openTestDatabase();
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
beforeEach(async () => {
  await deleteRows(db.pool, ['webhook_endpoints'], { restartsIdentity: true });
  receiver.received.length = 0;
  receiver.answers.length = 0;
  receiver.headers = {};
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
      data: { endpoint_id: endpointId },
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
      state: 'disabled',
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

describe('Retry-After', () => {
  const secondsUntilDue = async (id: string): Promise<number> => {
    const sql = `select extract(epoch from next_attempt_at - now())::float8 as seconds from webhook_deliveries where id = $1`;
    return (await db.pool.query<{ seconds: number }>(sql, [id])).rows[0]!.seconds;
  };
  const inTwoMinutes = () => new Date(Date.now() + 121_000).toUTCString();

  test.each([
    ['seconds', () => '120'],
    ['a date', inTwoMinutes],
  ])('in %s: the delivery is not due before, and no other message to the endpoint either', async (_, value) => {
    const { id, endpointId } = await add();
    receiver.answers.push(429);
    receiver.headers = { 'retry-after': value() };
    for (const due of await claim()) await attempt(due);
    const seconds = await secondsUntilDue(id);
    expect([seconds > 60, seconds <= 121]).toEqual([true, true]);
    await addTestDelivery(unscoped(db), endpointId, 'msg_second');
    await makeDue();
    expect(await claim()).toEqual([]);
    expect(await findWebhookEndpoint(unscoped(db), endpointId)).toMatchObject({
      state: 'active',
      failuresInARow: 0,
      pausedUntil: expect.any(Date),
    });
    receiver.headers = {};
    await db.pool.query('update webhook_endpoints set paused_until = now()');
    for (const due of await claim()) await attempt(due);
    expect(await find(id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  test('of a year is a day', async () => {
    const { id } = await add();
    receiver.answers.push(503);
    receiver.headers = { 'retry-after': '31536000' };
    for (const due of await claim()) await attempt(due);
    const seconds = await secondsUntilDue(id);
    expect([seconds > 80_000, seconds <= 86_400]).toEqual([true, true]);
  });

  test('stops the jobs that are on their way, which wait as the others', async () => {
    const { endpointId } = await add();
    await addTestDelivery(unscoped(db), endpointId, 'msg_second');
    const [first, second] = (await claim()) as [DueDelivery, DueDelivery];
    receiver.answers.push(429);
    receiver.headers = { 'retry-after': '120' };
    await attempt(first);
    await attempt(second);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('an endpoint that fails', () => {
  /** Fails 20 attempts of 20 messages, the first of them some minutes ago. */
  async function failTwenty(endpointId: string, minutesAgo: number): Promise<void> {
    for (let n = 0; n < 20; n++) await addTestDelivery(unscoped(db), endpointId, `msg_failing_${n}`);
    receiver.answers.push(...Array<number>(20).fill(500));
    const due = await claim();
    for (const one of due.slice(0, 19)) await attempt(one);
    await db.pool.query(`update webhook_endpoints set failing_since = now() - interval '1 minute' * $1`, [minutesAgo]);
    await attempt(due[19]!);
  }
  const endpointOf = (id: string) => findWebhookEndpoint(unscoped(db), id);
  const emit = (name: string) => db.pool.query(`select tell_stream($1, 'webhook_endpoint', '1')`, [name]);

  test('20 times in a row over ten minutes is disabled once, with a reason, one WARN and an event', async () => {
    await db.pool.query('truncate stream_events');
    const { id } = await addEndpoint(db, receiver.url);
    const lines: { level: string; msg: string; reason: string }[] = [];
    const log = openLogger('test', 'warn', { write: (line) => void lines.push(JSON.parse(line)) });
    for (let n = 0; n < 60; n++) await addTestDelivery(unscoped(db), id, `msg_${n}`);
    receiver.answers.push(...Array<number>(200).fill(500));
    const loud = deliver({ ...parts, log });
    const failSome = async () => {
      await makeDue();
      await Promise.all((await claim()).map(loud));
    };
    await failSome();
    expect(await endpointOf(id)).toMatchObject({ state: 'active', failuresInARow: 20 });
    await db.pool.query(`update webhook_endpoints set failing_since = now() - interval '10 minutes'`);
    await failSome();
    await failSome();
    expect(await endpointOf(id)).toMatchObject({
      state: 'disabled',
      disabledReason: expect.stringMatching(/^2\d failures in a row; the last one: answered 500$/),
    });
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(lines[0]).toMatchObject({ reason: expect.stringContaining('failures in a row') });
    const { rows } = await db.pool.query(`select name, entity_id from stream_events`);
    expect(rows).toEqual([{ name: 'webhook_endpoint.disabled', entity_id: id }]);
  });

  test('in less than ten minutes stays active: it may be restarting', async () => {
    const { id } = await addEndpoint(db, receiver.url);
    await failTwenty(id, 9);
    expect(await endpointOf(id)).toMatchObject({ state: 'active', failuresInARow: 20 });
  });

  test('and answers once begins a new row', async () => {
    const { id } = await addEndpoint(db, receiver.url);
    await failTwenty(id, 5);
    receiver.answers.length = 0;
    await addTestDelivery(unscoped(db), id, 'msg_accepted');
    for (const due of await claim()) await attempt(due);
    expect(await endpointOf(id)).toMatchObject({ state: 'active', failuresInARow: 0, failingSince: null });
  });

  test('once disabled misses events that stay listed, and gets them when it is enabled and they are replayed', async () => {
    const { id } = await addEndpoint(db, receiver.url);
    await db.pool.query('truncate stream_events, stream_cursors');
    await failTwenty(id, 11);
    expect(await endpointOf(id)).toMatchObject({ state: 'disabled' });
    await emit('webhook_endpoint.disabled');
    await followStream({ db, onAdded: () => {} })();
    expect(await claim()).toEqual([]);
    const missed = async () =>
      (await listWebhookDeliveries(unscoped(db), { state: 'missed' }, { after: undefined, limit: 9 })).rows;
    expect(await missed()).toMatchObject([{ endpointId: id, attempts: 0 }, { error: 'the endpoint was disabled' }]);

    receiver.answers.length = 0;
    receiver.received.length = 0;
    await changeWebhookEndpoint(unscoped(db), id, { isActive: true });
    expect(await endpointOf(id)).toMatchObject({ state: 'active', disabledReason: null, failuresInARow: 0 });
    expect(await missed()).toHaveLength(2);
    expect(await replayDeliveries(unscoped(db), id, undefined)).toBe(2);
    await makeDue();
    for (let rounds = 0; rounds < 2; rounds++) for (const due of await claim()) await attempt(due);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([22, 22]);
    expect(await missed()).toEqual([]);
  });

  test('is logged once per cause, not once per delivery', async () => {
    const { id } = await addEndpoint(db, receiver.url);
    const lines: string[] = [];
    const log = openLogger('test', 'info', { write: (line) => void lines.push(line) });
    for (let n = 0; n < 40; n++) await addTestDelivery(unscoped(db), id, `msg_${n}`);
    receiver.answers.push(...Array<number>(40).fill(418));
    for (let rounds = 0; rounds < 2; rounds++) await Promise.all((await claim()).map(deliver({ ...parts, log })));
    expect(lines.filter((line) => line.includes('answered 418'))).toHaveLength(1);
  });
});

describe('a rotated secret', () => {
  const OTHER = `whsec_${Buffer.from('another secret of 32 bytes, okay').toString('base64')}`;
  const rotate = (endpointId: string, overlapHours: number) =>
    rotateWebhookSecret(unscoped(db), endpointId, { secret: OTHER, overlapHours });
  const verifies = (secret: string): boolean => {
    const { body, headers } = receiver.received.at(-1)!;
    try {
      return Boolean(new Webhook(secret).verify(body, headers as Record<string, string>));
    } catch {
      return false;
    }
  };

  test('signs together with the previous one until that expires', async () => {
    const { endpointId } = await add();
    expect(await rotate(endpointId, 24)).toMatchObject({ previousSecretExpiresAt: expect.any(Date) });
    for (const due of await claim()) await attempt(due);
    expect(receiver.received[0]!.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
    expect([verifies(TEST_SECRET), verifies(OTHER)]).toEqual([true, true]);
    await db.pool.query('update webhook_endpoints set previous_secret_expires_at = now()');
    await addTestDelivery(unscoped(db), endpointId, 'msg_later');
    for (const due of await claim()) await attempt(due);
    expect([verifies(TEST_SECRET), verifies(OTHER)]).toEqual([false, true]);
    await forgetExpiredSecrets(db.pool);
    const { rows } = await db.pool.query('select previous_secret, previous_secret_expires_at from webhook_endpoints');
    expect(rows).toEqual([{ previous_secret: null, previous_secret_expires_at: null }]);
  });

  test('that has leaked ends the previous one at once', async () => {
    const { endpointId } = await add();
    await rotate(endpointId, 0);
    for (const due of await claim()) await attempt(due);
    expect([verifies(TEST_SECRET), verifies(OTHER)]).toEqual([false, true]);
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
    const { id, endpointId } = await add(urlOf());
    for (const due of await claim()) await strict(due);
    expect(await find(id)).toMatchObject({ state: 'failed', error: 'leads into a private network' });
    expect(receiver.received).toEqual([]);
    expect(await findWebhookEndpoint(unscoped(db), endpointId)).toMatchObject({
      state: 'disabled',
      disabledReason: 'leads into a private network',
    });
  });

  test('plain http in production', async () => {
    const { id } = await add();
    for (const due of await claim()) await deliver({ ...parts, isProduction: true })(due);
    expect(await find(id)).toMatchObject({ state: 'failed', error: 'is not https' });
    expect(receiver.received).toEqual([]);
  });
});
