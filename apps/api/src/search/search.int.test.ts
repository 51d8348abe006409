import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { emptyTables } from '../../../../test/support/db/inbox.ts';
import { createOrderOf, createPerson, type Person } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
let people: Record<'monitor' | 'reader' | 'client' | 'stranger', Person>;
const [OURS, OTHER] = [`CAabcd${'1'.repeat(24)}f00d`, `CAabcd${'2'.repeat(24)}beef`];
const [RECORDING, HIDDEN] = [`RE9876${'3'.repeat(24)}cafe`, `RE9876${'4'.repeat(24)}cafe`];

/** Two calls, each with a recording; the first belongs to the client's order, the second to none. */
beforeAll(async () => {
  api = await openTestApi({ OWNED_PHONE_NUMBERS: '+16175006181' });
  await emptyTables(api.db);
  people = {
    monitor: await createPerson(api.db, 'monitor'),
    reader: await createPerson(api.db, 'reader'),
    client: await createPerson(api.db, 'client'),
    stranger: await createPerson(api.db, 'client'),
  };
  await storeAndApply(api.db, [
    callbackToStore(progress(OURS, 'completed', 3), { query: { candidate_id: '7' } }),
    callbackToStore({ ...progress(OTHER, 'no-answer', 3), To: '+15085149999' }, { query: { candidate_id: '8' } }),
  ]);
  const order = await createOrderOf(api.db, people.client.id, people.reader.id);
  await api.db.pool.query('update calls set order_id = $1 where call_sid = $2', [order, OURS]);
  for (const [sid, call] of [
    [RECORDING, OURS],
    [HIDDEN, OTHER],
  ])
    await api.db.pool.query(
      `insert into call_recordings (recording_sid, call_sid, status, twilio_status, duration_sec, announced_at, updated_at)
      values ($1, $2, 'completed', 'completed', 7, now(), now())`,
      [sid, call],
    );
  await api.db.pool.query(`update contacts set display_name = 'Zoë Quill' where phone_number = '+15085140320'`);
  await api.db.pool.query(`update candidates set name = 'Zoë Kandidat', phone_number = '+15085140320' where id = 7`);
});
afterAll(async () => api[Symbol.asyncDispose]());

type Group = { kind: string; hits: Body[]; has_more: boolean };
async function search(q: string, who: keyof typeof people = 'monitor'): Promise<Group[]> {
  const { status, body } = await api.send(`/api/search?q=${encodeURIComponent(q)}`, { headers: people[who].headers });
  expect([status, body]).toEqual([200, body]);
  return body['groups'] as Group[];
}
/** The kinds with hits, each with the number of them. */
const counts = async (...args: Parameters<typeof search>) =>
  Object.fromEntries(
    (await search(...args)).flatMap(({ kind, hits }) => (hits.length > 0 ? [[kind, hits.length]] : [])),
  );

describe('staff', () => {
  test.each<[string, Record<string, number>]>([
    ['(508) 514-0320', { call: 1, contact: 1, conversation: 1, candidate: 1 }],
    ['508514', { call: 2, contact: 2, conversation: 2, candidate: 1 }],
    ['zoë', { call: 1, contact: 1, conversation: 1, candidate: 1 }],
    ['quill', { call: 1, contact: 1, conversation: 1 }],
    ['CAabcd', { call: 2 }],
    ['beef', { call: 1 }],
    ['RE9876', { recording: 2 }],
    ['9876', { recording: 2 }],
    ['cafe', { recording: 2 }],
    ['nothing of that', {}],
  ])('find by %j %j', async (q, expected) => expect(await counts(q)).toEqual(expected));

  test('find users by name, and interviews by their candidate', async () => {
    expect(await counts(people.reader.name)).toMatchObject({ user: 1 });
    await api.db.pool.query(`
      with template as (
        insert into interview_templates (job_description_id, version, title, questions)
        values (gen_random_uuid(), 1, 'A', '[{"text": "Why?", "time_limit_seconds": 60, "rubric": null}]') returning id)
      insert into interviews (template_id, candidate_id, status, question_count, answered) select id, 7, 'partial', 1, 0 from template`);
    expect(await counts('kandidat')).toMatchObject({ candidate: 1, interview: 1 });
  });

  test('get a title, a detail and the id that the endpoint of the kind takes', async () => {
    const groups = await search('quill');
    const [call, contact, conversation] = ['call', 'contact', 'conversation'].map(
      (kind) => groups.find((group) => group.kind === kind)!.hits[0]!,
    );
    expect(call).toMatchObject({ sid: OURS, title: '+1 (617) 500-6181 → +1 (508) 514-0320', detail: 'completed' });
    expect(contact).toMatchObject({ title: 'Zoë Quill', detail: '+1 (508) 514-0320' });
    for (const [path, hit] of [
      ['calls', call],
      ['contacts', contact],
      ['conversations', conversation],
    ] as const)
      expect(await api.send(`/api/${path}/${String(hit!['id'])}`)).toMatchObject({ status: 200 });
  });

  test('get eight hits of each kind, the latest, of a part that many have', async () => {
    await api.db.pool.query(
      `insert into contacts (phone_number, display_name) select '+4420718' || lpad(n::text, 5, '0'), 'Commoner ' || n from generate_series(1, 1500) n`,
    );
    const contacts = (await search('commoner')).find(({ kind }) => kind === 'contact')!;
    expect(contacts.hits.map(({ title }) => title)).toEqual(
      [1500, 1499, 1498, 1497, 1496, 1495, 1494, 1493].map((n) => `Commoner ${n}`),
    );
    expect(contacts.has_more).toBe(true);
  });
});

describe('parties', () => {
  test.each(['reader', 'client'] as const)('as a %s find what belongs to their orders', async (who) => {
    expect(await counts('508514', who)).toEqual({ call: 1, contact: 1, conversation: 1 });
    expect(await counts('zoë', who)).toEqual({ call: 1, contact: 1, conversation: 1 });
    expect(await counts('CAabcd', who)).toEqual({ call: 1 });
    expect(await counts('cafe', who)).toEqual({ recording: 1 });
    expect((await search('zoë', who)).map(({ kind }) => kind)).toEqual([
      'call',
      'contact',
      'conversation',
      'recording',
    ]);
  });

  test('without orders find nothing', async () => expect(await counts('508514', 'stranger')).toEqual({}));
});

test.each(['', '?q=', '?q=ab', '?q=abc&kind=call'])('/api/search%s is refused', async (query) =>
  expect(await api.send(`/api/search${query}`)).toMatchObject({ status: 400 }),
);

describe('contacts and conversations', () => {
  const numbers = async (path: string, who: keyof typeof people = 'monitor') => {
    const { body } = await api.send(path, { headers: people[who].headers });
    const rows = (body['data'] ?? body['conversations']) as {
      phone_number?: string;
      contact?: { phone_number: string };
    }[];
    return { found: rows.length, total: body['total'] };
  };

  test.each([
    ['(508) 514', 2],
    ['quill', 1],
    ['40320', 1],
    ['no-such-name', 0],
  ])('are found by %j', async (q, found) => {
    const query = encodeURIComponent(q);
    expect(await numbers(`/api/contacts?q=${query}`)).toMatchObject({ found });
    expect(await numbers(`/api/conversations?q=${query}`)).toEqual({ found, total: found });
    expect(await numbers(`/api/conversations?q=${query}`, 'client')).toEqual({
      found: Math.min(found, 1),
      total: Math.min(found, 1),
    });
    expect(await numbers(`/api/contacts?q=${query}`, 'stranger')).toMatchObject({ found: 0 });
  });

  test('are paged in a search', async () => {
    const first = await api.send('/api/contacts?q=508514&limit=1');
    const { next_cursor: cursor } = first.body['page'] as Body;
    const second = await api.send(`/api/contacts?q=508514&limit=1&cursor=${String(cursor)}`);
    expect([first, second].flatMap(({ body }) => (body['data'] as Body[]).map((row) => row['phone_number']))).toEqual([
      '+15085149999',
      '+15085140320',
    ]);
    expect(second.body['page']).toMatchObject({ has_more: false });
    const page = await api.send('/api/conversations?q=508514&limit=1&page=2');
    expect(page.body).toMatchObject({ conversations: [expect.anything()], total: 2, page: 2 });
  });
});
