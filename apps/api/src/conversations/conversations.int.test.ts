import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';
import { deleteRows } from '../../../../test/support/db/delete-rows.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() =>
  deleteRows(api.db.pool, ['contacts', 'conversations', 'calls', 'twilio_webhook_inbox'], { restartsIdentity: true }),
);

type Call = { n: number; conversation?: number; parent?: number; status?: string; at?: string; seconds?: number };

/** Conversations 1 to `count`, the last one the latest. */
async function talk(count: number): Promise<void> {
  await api.db.pool.query(
    `insert into contacts (phone_number, formatted_number, display_name)
    select '+1508' || 5140000 + n, '+1 (508) 514-' || lpad(n::text, 4, '0'), 'Caller ' || n
    from generate_series(1, $1::integer) n`,
    [count],
  );
  await api.db.pool.query(`insert into conversations (contact_id, external_id, subject, last_message_at)
    select id, phone_number, 'Calls with ' || formatted_number, '2026-02-08T06:00:00Z'::timestamptz + id * interval '1 second'
    from contacts order by id`);
}

async function call({ n, conversation = 1, parent, status = 'completed', at, seconds = 29 }: Call): Promise<void> {
  await api.db.pool.query(
    `insert into calls (call_sid, conversation_id, parent_call_sid, status, is_final, start_time, end_time, duration_sec,
      direction, from_number, to_number, answered_by, queue_time, twilio_direction, metadata)
    values ($1, $2, $3, $4, $4 not in ('ringing', 'in-progress'), $5::timestamptz, $5::timestamptz + $6::integer * interval '1 s',
      $6, 'inbound', '+15085140001', 'sip:dispatcher@abchomes.sip.us1.twilio.com', 'human', 5, 'inbound', '{"note": "kept"}')`,
    [callSid(n), conversation, parent ? callSid(parent) : null, status, at ?? `2026-02-08T06:11:${10 + n}Z`, seconds],
  );
}

const get = (path: string) => api.send(`/api/conversations${path}`);
const idsOf = (body: Body, list = 'conversations'): unknown[] => (body[list] as Body[]).map(({ id }) => id);

test('conversations are listed the latest first, by page number as in the call inbox', async () => {
  await talk(5);
  const first = await get('?page=1&limit=2');
  expect(first).toMatchObject({ status: 200, body: { total: 5, page: 1, limit: 2 } });
  expect(idsOf(first.body)).toEqual(['5', '4']);
  expect(Object.keys(first.body)).toEqual(['conversations', 'total', 'page', 'limit']);
  expect(idsOf((await get('?page=3&limit=2')).body)).toEqual(['1']);
  expect((await get('?page=4&limit=2')).body).toMatchObject({ conversations: [], total: 5, page: 4 });
});

test('paging by cursor returns every conversation once, also if a call moves one to the top meanwhile', async () => {
  await talk(7);
  const seen: unknown[] = [];
  for (let path = '?limit=3'; path;) {
    const { body, headers } = await get(path);
    seen.push(...idsOf(body));
    await api.db.pool.query('update conversations set last_message_at = now() where id = 6');
    path = /conversations(\?.+)>; rel="next"/.exec(headers['link'] ?? '')?.[1] ?? '';
  }
  expect(seen).toEqual(['7', '6', '5', '4', '3', '2', '1']);
});

test('the total is exact, but that of more than ten thousand may be some seconds old', async () => {
  const total = async () => (await get('?limit=1')).body['total'];
  await talk(10_000);
  expect(await total()).toBe(10_000);
  const another = `with c as (insert into contacts (phone_number) values ($1) returning id)
    insert into conversations (contact_id, external_id) select id, $1 from c`;
  await api.db.pool.query(another, ['+16175550001']);
  expect(await total()).toBe(10_001);
  await api.db.pool.query(another, ['+16175550002']);
  expect(await total()).toBe(10_001);
  expect((await get('/active')).body['total']).toBe(0);
});

test('each shows its contact and its last call', async () => {
  await talk(1);
  await call({ n: 1 });
  await call({ n: 2, status: 'no-answer', seconds: 0 });
  const { body } = await get('');
  expect((body['conversations'] as Body[])[0]).toMatchObject({
    id: '1',
    subject: 'Calls with +1 (508) 514-0001',
    status: 'active',
    last_message: {
      subject: '📞 Missed Call',
      body: '**From:** +1 (508) 514-0001\n**To:** dispatcher\n**Duration:** 0s',
      created_at: '2026-02-08T06:11:12.000Z',
      direction: 'inbound',
      call_status: 'no-answer',
    },
    contact: { display_name: 'Caller 1', phone_number: '+1 (508) 514-0001' },
  });
});

test('the active ones are those with a live call, which they show', async () => {
  await talk(3);
  await call({ n: 1, conversation: 1, status: 'in-progress' });
  await call({ n: 2, conversation: 1 });
  await call({ n: 3, conversation: 2 });
  const { status, body } = await get('/active');
  expect([status, body['total'], idsOf(body)]).toEqual([200, 1, ['1']]);
  const [active] = body['conversations'] as Body[];
  expect(active!['last_message']).toMatchObject({
    subject: '📞 Incoming Call - In Progress',
    call_status: 'in-progress',
  });
});

test('one conversation is shown as the list shows it', async () => {
  await talk(2);
  await call({ n: 1 });
  const { body } = await get('');
  expect((await get('/1')).body).toEqual((body['conversations'] as Body[])[1]);
});

test('the messages of a conversation are its calls, the latest first, legs merged into the call that dialled them', async () => {
  await talk(2);
  await call({ n: 1, seconds: 10 });
  await call({ n: 2, seconds: 54 });
  await call({ n: 3, parent: 2, seconds: 42, at: '2026-02-08T06:11:24Z' });
  await call({ n: 4, conversation: 2 });
  const { body } = await get('/1/messages');
  const messages = body['messages'] as Body[];
  expect(messages.map(({ call_sid }) => call_sid)).toEqual([callSid(2), callSid(1)]);
  expect(messages[0]).toMatchObject({ duration: 54, total_duration: 54, talk_time: 42, wait_time: 12 });
  expect(messages[1]).toMatchObject({ duration: 10, total_duration: 10, talk_time: null, wait_time: null });
  expect(body['next_cursor']).toBeNull();
});

test('a leg in another conversation than its caller’s is a message there, with the times of the whole call', async () => {
  await talk(2);
  await call({ n: 1, conversation: 1, seconds: 54 });
  await call({ n: 2, conversation: 2, parent: 1, seconds: 42 });
  const { body } = await get('/2/messages');
  expect(body['messages']).toMatchObject([{ duration: 42, total_duration: 54, talk_time: 42, wait_time: 12 }]);
  expect((await get('/1/messages')).body['messages']).toMatchObject([{ talk_time: 42, wait_time: 12 }]);
});

test('the metadata of a message is that of the view', async () => {
  await talk(1);
  await call({ n: 1 });
  const { body } = await get('/1/messages');
  const { rows } = await api.db.pool.query<{ metadata: object }>('select metadata from messages');
  expect((body['messages'] as Body[])[0]!['metadata']).toEqual(rows[0]!.metadata);
});

test('messages are paged on request, each returned once', async () => {
  await talk(1);
  for (let n = 1; n <= 5; n++) await call({ n });
  const seen: unknown[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body } = await get(`/1/messages?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...idsOf(body, 'messages'));
    cursor = body['next_cursor'] as string | null;
  }
  expect(seen).toEqual(['5', '4', '3', '2', '1']);
});

test('a conversation without calls has no messages', async () => {
  await talk(1);
  expect((await get('/1/messages')).body).toEqual({ messages: [], next_cursor: null });
  expect((await get('/1')).body['last_message']).toBeNull();
});

test.each(['/99', '/nonsense', '/99/messages', `/${'9'.repeat(30)}`])('%s is not found', async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test.each([
  '?pages=1',
  '?page=0',
  '?limit=201',
  '?limit=1&limit=2',
  '?cursor=x',
  '?page=1&cursor=x',
  '/active?x=1',
  '/1?x=1',
])('%s is refused', async (path) => {
  await talk(1);
  expect(await get(path)).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
});

test('a cursor of another list is refused', async () => {
  await talk(2);
  const cursor = String((await get('?limit=1')).body['next_cursor']);
  expect(await get(`/1/messages?cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'cursor_mismatch' } });
});

test('an actor that sees some calls of a conversation learns nothing of the times of the others', async () => {
  await talk(1);
  await call({ n: 1, at: '2026-02-08T05:00:00Z' });
  const { db } = api;
  const [client, reader] = [await addPerson(db, 'ordering', 'client'), await addPerson(db, 'assigned', 'reader')];
  const { rows } = await db.pool.query<{ id: string }>(
    'insert into orders (client_id, reader_id) values ($1, $2) returning id',
    [client.id, reader.id],
  );
  await db.pool.query('update calls set order_id = $1', [rows[0]!.id]);
  const { headers } = await keyOf(db, reader);
  const seen = async () => [
    (await api.send('/api/conversations', { headers })).body,
    (await api.send('/api/conversations/1', { headers })).body,
  ];
  const before = await seen();
  await call({ n: 2, at: '2026-02-08T07:00:00Z' });
  await db.pool.query('update conversations set last_message_at = now(), updated_at = now()');
  expect(await seen()).toEqual(before);
  expect(before).toMatchObject([{ total: 1, conversations: [{ id: '1' }] }, { id: '1' }]);
});
