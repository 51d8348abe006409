import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables } from '../../../../test/support/db/inbox.ts';
import { createOrderOf, createPerson, type Person } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi({ OWNED_PHONE_NUMBERS: '+16175006181' })));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => emptyTables(api.db));

const list = async (path: string, headers = {}): Promise<Body[]> => {
  const { status, body } = await api.send(path, { headers });
  expect(status).toBe(200);
  return body['data'] as Body[];
};
const sids = async (path: string, headers = {}) => (await list(path, headers)).map((row) => row['call_sid']);
const [A, B, C] = [callSid(1), callSid(2), callSid(3)];

/** Follows `page.next_cursor` to the end. */
async function pages(path: string): Promise<Body[]> {
  const seen: Body[] = [];
  for (let next = path; next;) {
    const { body, headers } = await api.send(next);
    seen.push(...(body['data'] as Body[]));
    next = /<(.+)>; rel="next"/.exec(headers['link'] ?? '')?.[1] ?? '';
  }
  return seen;
}

describe('calls', () => {
  /** A is completed, B is live, C was missed; each started a second after the previous one. */
  beforeEach(() =>
    storeAndApply(api.db, [
      callbackToStore(progress(A, 'completed', 3, 7)),
      callbackToStore({ ...progress(B, 'in-progress', 2, 1), To: '+15085140321' }),
      callbackToStore({ ...progress(C, 'no-answer', 3, 2), From: '+15085140322', To: '+16175006181' }),
    ]),
  );

  test('are listed the latest start first, and paged without repetition', async () => {
    expect(await sids('/api/calls')).toEqual([C, B, A]);
    expect((await pages('/api/calls?limit=1')).map((row) => row['call_sid'])).toEqual([C, B, A]);
  });

  test('of hidden callers have no number and no conversation, and say that the caller is hidden', async () => {
    const hidden = { From: '+266696687', To: '+16175006181' };
    await storeAndApply(api.db, [callbackToStore({ ...progress(callSid(4), 'completed', 0), ...hidden })]);
    const shown = { from_number: '+266696687', outside_number: null, conversation_id: null, caller: 'Hidden caller' };
    expect((await pages('/api/calls'))[0]).toMatchObject({ caller: expect.any(String) });
    expect((await api.send(`/api/calls/${callSid(4)}`)).body).toMatchObject(shown);
    expect((await pages('/api/calls')).find((row) => row['call_sid'] === callSid(4))).toMatchObject(shown);
    expect((await pages('/api/contacts')).map((row) => row['phone_number'])).not.toContain('+266696687');
    expect(await api.send('/api/calls?number=%2B266696687')).toMatchObject({ status: 400 });
  });

  test.each([
    ['status=in-progress', [B]],
    ['status=completed,no-answer', [C, A]],
    ['direction=inbound', [C]],
    ['direction=inbound,outbound', [C, B, A]],
    ['number=%2B15085140321', [B]],
    ['number=(508)%20514-0320', [A]],
    ['number=%2B15085149999', []],
    ['live=true', [B]],
    ['live=false', [C, A]],
    ['started_after=2026-02-12T11:48:01Z', [C, B]],
    ['started_after=2026-02-12T11:48:01Z&started_before=2026-02-12T11:48:02Z', [B]],
    ['order_id=77', []],
  ])('with %s are %j', async (query, expected) => {
    expect(await sids(`/api/calls?${query}`)).toEqual(expected);
  });

  test.each(['state=x', 'status=answered', 'live=yes', 'number=abc', 'order_id=x', 'limit=0', 'started_after=today'])(
    'with %s are refused',
    async (query) => {
      expect(await api.send(`/api/calls?${query}`)).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
    },
  );

  test('with an empty window are refused', async () => {
    const query = 'started_after=2026-02-12T12:00:00Z&started_before=2026-02-12T11:00:00Z';
    expect(await api.send(`/api/calls?${query}`)).toMatchObject({ status: 400 });
  });

  describe('of orders', () => {
    let client: Person;
    let reader: Person;
    let orderId: string;
    beforeEach(async () => {
      [client, reader] = [await createPerson(api.db, 'client'), await createPerson(api.db, 'reader')];
      orderId = await createOrderOf(api.db, client.id, reader.id);
      await api.db.pool.query('update calls set order_id = $1 where call_sid = $2', [orderId, B]);
    });

    test.each(['client', 'reader'] as const)(
      'are all that a %s sees, with the people and conversations',
      async (role) => {
        const { headers } = role === 'client' ? client : reader;
        expect(await sids('/api/calls', headers)).toEqual([B]);
        expect(await sids(`/api/calls?order_id=${orderId}`, headers)).toEqual([B]);
        expect(await list('/api/contacts', headers)).toMatchObject([{ phone_number: '+15085140321' }]);
        const { body } = await api.send('/api/conversations', { headers });
        expect(body).toMatchObject({ total: 1, conversations: [{ contact: { phone_number: '+1 (508) 514-0321' } }] });
        const [{ id }] = body['conversations'] as [Body];
        const messages = await api.send(`/api/conversations/${String(id)}/messages`, { headers });
        expect(messages.body['messages']).toMatchObject([{ call_sid: B, call_status: 'in-progress' }]);
      },
    );

    test('of another actor are not found, like unknown ones', async () => {
      const { headers } = client;
      const [hidden] = (await list('/api/contacts?number=%2B15085140320')) as [Body];
      for (const path of [`/api/contacts/${String(hidden['id'])}`, '/api/contacts/999999'])
        expect(await api.send(path, { headers })).toMatchObject({
          status: 404,
          body: { detail: 'No contact with this id is known.' },
        });
      const conversation = `/api/conversations/${String(hidden['conversation_id'])}`;
      for (const path of [conversation, `${conversation}/messages`])
        expect(await api.send(path, { headers })).toMatchObject({ status: 404 });
    });

    test('are shown without the fields for the staff', async () => {
      const [call] = await list('/api/calls', reader.headers);
      expect(call).not.toHaveProperty('price');
      expect((await list('/api/calls'))[1]).toHaveProperty('price');
    });

    test.each(['/api/call-logs', '/api/campaigns', '/api/call-attempts', '/api/candidates'])(
      'leave %s closed to their readers',
      async (path) => {
        expect(await api.send(path, { headers: reader.headers })).toMatchObject({ status: 403 });
      },
    );
  });
});

test('contacts are external numbers, each with its conversation', async () => {
  await storeAndApply(api.db, [callbackToStore(progress(A, 'completed', 3))]);
  const [found] = await list('/api/contacts?number=%2B1%20508%20514%200320');
  expect(found).toMatchObject({ phone_number: '+15085140320', formatted_number: '+1 (508) 514-0320' });
  expect((await api.send(`/api/contacts/${String(found!['id'])}`)).body).toEqual(found);
  expect(await api.send(`/api/conversations/${String(found!['conversation_id'])}`)).toMatchObject({ status: 200 });
  expect(await list('/api/contacts?number=%2B15085149999')).toEqual([]);
});

describe('campaigns', () => {
  const dial = (sid: string, contact: string, status: string) =>
    callbackToStore(progress(sid, status, 3), {
      query: { campaign_id: 'spring', contact_id: contact, call_id: `call-${contact}` },
    });

  test('are known from their callbacks, and count their calls by result', async () => {
    await storeAndApply(api.db, [dial(A, 'c1', 'completed'), dial(B, 'c2', 'busy'), dial(C, 'c2', 'no-answer')]);
    await api.db.pool.query(`update call_attempts set consent = 'given' where call_sid = $1`, [A]);
    expect(await list('/api/campaigns')).toMatchObject([{ id: 'spring', name: null }]);
    expect((await api.send('/api/campaigns/spring')).body).toMatchObject({
      id: 'spring',
      call_attempts: 3,
      contacts: 2,
      by_contact_state: { reached: 1, busy: 1, no_answer: 1 },
      by_consent: { given: 1 },
    });
  });

  test('are created and renamed by their id, and each change is in the audit', async () => {
    const save = (name: string) => api.send('/api/campaigns', { method: 'POST', json: { id: 'autumn', name } });
    expect(await save('Autumn')).toMatchObject({ status: 201, headers: { location: '/api/campaigns/autumn' } });
    expect(await save('Fall')).toMatchObject({ status: 200, body: { id: 'autumn', name: 'Fall', call_attempts: 0 } });
    const { rows } = await api.db.pool.query(`select event, entity from audit_events where event = 'campaign.saved'`);
    expect(rows).toEqual(Array.from({ length: 2 }, () => ({ event: 'campaign.saved', entity: 'campaign:autumn' })));
  });

  test('keep their dialogue and language until these are changed', async () => {
    const save = (json: object) =>
      api.send('/api/campaigns', { method: 'POST', json: { id: 'winter', name: 'W', ...json } });
    const given = { dialogue_url: 'https://example.com/dialogue', language: 'de-DE' };
    expect(await save(given)).toMatchObject({ status: 201, body: given });
    expect(await save({ name: 'Winter' })).toMatchObject({ status: 200, body: { name: 'Winter', ...given } });
    expect(await save({ dialogue_url: null })).toMatchObject({ body: { dialogue_url: null, language: 'de-DE' } });
    expect(await save({ language: 'tlh' })).toMatchObject({ status: 422 });
  });

  test('without an id get one', async () => {
    const { status, body } = await api.send('/api/campaigns', { method: 'POST', json: { name: 'Nameless' } });
    expect([status, body['id']]).toEqual([201, expect.stringMatching(/^[\da-f-]{36}$/)]);
  });

  test.each([[{ id: 'a b', name: 'x' }], [{ id: 'x' }], [{ name: '' }], [{ name: 'x', color: 'red' }]])(
    'from %j are refused',
    async (json) => {
      expect(await api.send('/api/campaigns', { method: 'POST', json })).toMatchObject({ status: 422 });
    },
  );

  test('are paged by their ids', async () => {
    await api.db.pool.query(`insert into campaigns (id) select 'campaign-' || n from generate_series(1, 5) n`);
    const seen = await pages('/api/campaigns?limit=2');
    expect(seen.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5].map((n) => `campaign-${n}`));
  });

  test.each(['unknown', 'a%00b', '%20'])('that are unknown are not found: %s', async (id) => {
    expect(await api.send(`/api/campaigns/${id}`)).toMatchObject({ status: 404 });
  });

  test('list their call attempts by state, domain event, contact and consent', async () => {
    await storeAndApply(api.db, [dial(A, 'c1', 'in-progress'), dial(B, 'c2', 'busy')]);
    await api.db.pool.query(`update call_attempts set consent = 'asked', consent_at = now() where call_sid = $1`, [A]);
    const answered = {
      call_sid: A,
      call_id: 'call-c1',
      campaign_id: 'spring',
      contact_id: 'c1',
      event_type: 'call.answered',
      contact_state: 'reached',
      consent: 'asked',
    };
    expect(await list('/api/call-attempts?campaign_id=spring')).toMatchObject([{ call_sid: B }, answered]);
    for (const filter of ['contact_id=c1', 'contact_state=reached', 'event_type=call.answered', 'consent=asked,given'])
      expect(await list(`/api/call-attempts?${filter}`)).toMatchObject([answered]);
    expect(await list(`/api/call-attempts?campaign_id=other`)).toEqual([]);
    expect((await pages('/api/call-attempts?limit=1')).map((row) => row['call_sid'])).toEqual([B, A]);
    expect(await api.send('/api/call-attempts?event_type=call.sung')).toMatchObject({ status: 400 });
  });
});

test('call logs are the status callbacks with their payloads, by candidate and by call', async () => {
  await storeAndApply(api.db, [
    callbackToStore(progress(A, 'ringing', 1), { query: { candidate_id: '7' } }),
    callbackToStore(progress(A, 'completed', 3), { query: { candidate_id: '7' } }),
    callbackToStore(progress(B, 'ringing', 1)),
  ]);
  const line = { candidate_id: 7, call_sid: A, to_number: '+15085140320', from_number: '+16175006181' };
  const lines = [
    { ...line, status: 'completed', payload: { CallStatus: 'completed', CallDuration: '7' } },
    { ...line, status: 'ringing', payload: { CallSid: A } },
  ];
  expect(await list('/api/call-logs?candidate_id=7')).toMatchObject(lines);
  expect(await list(`/api/call-logs?call_sid=${A}`)).toMatchObject(lines);
  expect((await pages('/api/call-logs?limit=1')).map((row) => row['call_sid'])).toEqual([B, A, A]);
  expect(await api.send('/api/call-logs?candidate_id=x')).toMatchObject({ status: 400 });
});

test('candidates are listed with the status of their last call', async () => {
  await storeAndApply(api.db, [
    callbackToStore(progress(A, 'in-progress', 2), { query: { candidate_id: '7' } }),
    callbackToStore(progress(B, 'no-answer', 3), { query: { candidate_id: '8' } }),
  ]);
  const [eight, seven] = [
    { candidate_id: 8, call_status: 'NO-ANSWER', last_call_sid: B },
    { candidate_id: 7, call_status: 'IN_CALL', last_call_sid: A },
  ];
  expect(await list('/api/candidates')).toMatchObject([eight, seven]);
  expect(await list('/api/candidates/?call_status=IN_CALL')).toMatchObject([seven]);
  expect((await pages('/api/candidates?limit=1')).map((row) => row['candidate_id'])).toEqual([8, 7]);
  expect(await api.send('/api/candidates?call_status=ASLEEP')).toMatchObject({ status: 400 });
});
