import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createOrderOf } from '../../../../test/support/db/people.ts';
import { addPerson } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
let order: string;
beforeAll(async () => {
  api = await openTestApi();
  const [client, reader] = [
    await addPerson(api.db, 'a client', 'client'),
    await addPerson(api.db, 'a reader', 'reader'),
  ];
  order = await createOrderOf(api.db, client.id, reader.id);
});
afterAll(async () => api[Symbol.asyncDispose]());

/** Postgres refuses every audit entry until it is disposed of. */
async function breakAudit(): Promise<AsyncDisposable> {
  await api.db.pool.query(`
    create function refuse_audit() returns trigger language plpgsql as $$ begin raise exception 'no audit today'; end $$;
    create trigger refuse_audit before insert on audit_events for each row execute function refuse_audit()`);
  return {
    [Symbol.asyncDispose]: async () =>
      void (await api.db.pool.query('drop trigger refuse_audit on audit_events; drop function refuse_audit()')),
  };
}

test.each<[string, string, () => string, object, string]>([
  ['a candidate', 'POST', () => '/api/candidates', { phone: '+15085140320' }, 'select from candidates'],
  [
    'a user',
    'POST',
    () => '/api/users',
    { name: 'unaudited', role: 'reader' },
    `select from profiles where name = 'unaudited'`,
  ],
  [
    'an order',
    'PATCH',
    () => `/api/orders/${order}`,
    { note: 'unaudited' },
    `select from orders where note = 'unaudited'`,
  ],
])(
  'a change of %s whose audit entry cannot be written is not made, and is made once it can',
  async (_what, method, path, json, changed) => {
    const rows = async () => (await api.db.pool.query(changed)).rowCount;
    {
      await using _broken = await breakAudit();
      const { status, body } = await api.send(path(), { method, json });
      expect([status, body['code']]).toEqual([500, 'internal_error']);
      expect(await rows()).toBe(0);
    }
    expect((await api.send(path(), { method, json })).status).toBeLessThan(300);
    expect(await rows()).toBe(1);
  },
);
