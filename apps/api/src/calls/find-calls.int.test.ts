import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables } from '../../../../test/support/db/inbox.ts';
import { createOrderOf, createPerson, type Person } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';

let api: TestApi;
let client: Person;
let reader: Person;
let monitor: Person;
let orderId: string;
const [A, B, C] = [callSid(0xa1), `CA5f0c${'0'.repeat(22)}beef42`, callSid(0xc3)];

beforeAll(async () => {
  api = await openTestApi({ OWNED_PHONE_NUMBERS: '+16175006181' });
  [client, reader] = [await createPerson(api.db, 'client'), await createPerson(api.db, 'reader')];
  monitor = await createPerson(api.db, 'monitor');
});
afterAll(async () => api[Symbol.asyncDispose]());

/** A is completed after 7 s and was recorded, B is live, of an order, with a siren, C was missed, and a callback of it too. */
beforeEach(async () => {
  await emptyTables(api.db);
  await storeAndApply(api.db, [
    callbackToStore(progress(A, 'ringing', 1, 0)),
    callbackToStore(progress(A, 'in-progress', 2, 2)),
    callbackToStore({ ...progress(A, 'completed', 3, 9), CallDuration: '7' }, { query: { candidate_id: '7' } }),
    callbackToStore({ ...progress(B, 'ringing', 1, 10), To: '+442071838750' }),
    callbackToStore({ ...progress(B, 'in-progress', 2, 11), To: '+442071838750' }),
    callbackToStore({
      ...progress(C, 'no-answer', 3, 20),
      CallDuration: '0',
      From: '+15085140322',
      To: '+16175006181',
    }),
  ]);
  orderId = await createOrderOf(api.db, client.id, reader.id);
  await api.db.pool.query('update calls set order_id = $1 where call_sid = $2', [orderId, B]);
  await api.db.pool.query(`update calls set recording_sid = 'RE1', recording_status = 'stopped' where call_sid = $1`, [
    A,
  ]);
  await api.db.pool.query(
    `insert into siren_alerts (call_id, triggered_by, alert_type, reason) select id, $1, 'emergency', 'help' from calls where call_sid = $2`,
    [reader.id, B],
  );
  await api.db.pool.query(`insert into callback_gaps (call_sid, missing, noticed_by) values ($1, 'ringing', 'warm')`, [
    C,
  ]);
  await api.db.pool.query(`update contacts set display_name = 'Jane Müller' where phone_number = '+442071838750'`);
  await api.db.pool.query(`update candidates set name = 'Otto Kandidat' where id = 7`);
});

const list = async (query: string, headers = {}): Promise<Body> => {
  const { status, body } = await api.send(`/api/calls?${query}`, { headers });
  expect([status, body]).toEqual([200, body]);
  return body;
};
const rows = async (query: string, headers = {}) => (await list(query, headers))['data'] as Body[];
const sids = async (query: string, headers = {}) => (await rows(query, headers)).map((row) => row['call_sid']);
const letters: Readonly<Record<string, string>> = { [A]: 'A', [B]: 'B', [C]: 'C' };
const found = async (query: string, headers = {}) =>
  (await sids(query, headers)).map((sid) => letters[String(sid)]).join('');

const FILTERS: readonly [string, string][] = [
  ['', 'CBA'],
  ['sort=started_at', 'ABC'],
  ['sort=-duration', 'ACB'],
  ['sort=duration', 'BCA'],
  ['duration_min=1', 'A'],
  ['duration_max=6', 'C'],
  ['duration_min=1&duration_max=7&sort=duration', 'A'],
  ['has_recording=true', 'A'],
  ['has_recording=false', 'CB'],
  ['has_gap=true', 'C'],
  ['has_gap=false', 'BA'],
  ['has_siren=true', 'B'],
  ['has_siren=false', 'CA'],
  ['status=no-answer', 'C'],
  ['status=dropped_by_reader', ''],
  ['has_siren=true&live=true&status=in-progress,ringing', 'B'],
  ['has_siren=true&has_recording=true', ''],
];

const SEARCHES: readonly [string, string][] = [
  ['5140320', 'A'],
  ['(508) 514', 'CA'],
  ['+1 508-514-0322', 'C'],
  ['020 7183', 'B'],
  ['0322', 'C'],
  ['jane', 'B'],
  ['MÜLLER', 'B'],
  ['e mül', 'B'],
  ['kandidat', 'A'],
  [A, 'A'],
  ['CA5F0c', 'B'],
  ['5f0c', 'B'],
  ['beef42', 'B'],
  ['RE5f0c', ''],
  ['no-such-name', ''],
  ['%%%', ''],
];

describe('calls', () => {
  test.each(FILTERS)('with %j are %j', async (query, expected) => expect(await found(query)).toBe(expected));

  test('with an agent are those of the orders of this reader', async () => {
    expect(await found(`agent=${reader.id}`)).toBe('B');
    expect(await found(`agent=${client.id}`)).toBe('');
  });

  test.each(SEARCHES)('found by %j are %j', async (q, expected) =>
    expect(await found(`q=${encodeURIComponent(q)}`)).toBe(expected),
  );

  test.each(['-started_at', 'started_at', '-duration', 'duration'])('are paged in the order %s', async (sort) => {
    const all = await sids(`sort=${sort}`);
    const seen: unknown[] = [];
    for (let cursor = ''; ;) {
      const { data, page } = (await list(`sort=${sort}&limit=1${cursor}`)) as { data: Body[]; page: Body };
      seen.push(...data.map((row) => row['call_sid']));
      if (!page['has_more']) break;
      cursor = `&cursor=${String(page['next_cursor'])}`;
    }
    expect(seen).toEqual(all);
  });

  test('found by a part that many people have are found in their order', async () => {
    await api.db.pool.query(`
      insert into contacts (phone_number, display_name) select '+4420718' || lpad(n::text, 5, '0'), 'Jane ' || n from generate_series(0, 1200) n`);
    expect(await found('q=jane')).toBe('B');
    expect(await found('q=jane&sort=-duration')).toBe('B');
    expect(await found('q=5140320')).toBe('A');
  });

  test('that no index finds are searched 20,000 at a time, and the cursor goes on where a page stopped', async () => {
    await api.db.pool.query(`
      insert into calls (call_sid, status, direction, sip_or_pstn, is_final, ended_reason, start_time, created_at, updated_at)
      select 'CA' || md5(n::text), 'completed', 'outbound', 'pstn', true, 'completed', now(), now(), now() from generate_series(1, 20000) n`);
    expect(await found('status=in-progress,completed&has_siren=true')).toBe('B'); // an index has the sirens
    expect(await found('duration_min=0&has_recording=false&direction=inbound,internal')).toBe('C'); // and the durations
    const filter = 'status=no-answer,completed&direction=inbound,internal';
    const empty = await list(filter);
    expect(empty).toMatchObject({ data: [], page: { has_more: true } });
    const rest = await list(`${filter}&cursor=${String((empty['page'] as Body)['next_cursor'])}`);
    expect(rest).toMatchObject({ data: [{ call_sid: C }], page: { has_more: false } });
    expect((await api.send(`/api/calls/count?${filter}`)).body).toMatchObject({ count: 0, capped: true });
  });

  test.each([
    'q=ab',
    'sort=name',
    'duration_min=-1',
    'duration_min=9&duration_max=1',
    'has_gap=yes',
    'agent=x',
    'include=all',
  ])('with %s are refused', async (query) =>
    expect(await api.send(`/api/calls?${query}`)).toMatchObject({ status: 400 }),
  );

  test('say which window applies', async () => {
    expect((await list(''))['window']).toEqual({ from: null, to: null, default: true });
    const from = '2026-02-12T11:48:05.000Z';
    expect(await list(`started_after=${from}`)).toMatchObject({ window: { from, to: null, default: false } });
  });
});

test('rows say when a call rang and was answered, and show its parties as people write them', async () => {
  const [missed, live, answered] = await rows('');
  expect(missed).toMatchObject({ caller: '+1 (508) 514-0322', answered_at: null });
  expect(live).toMatchObject({ called: '+44 20 7183 8750', answered_at: '2026-02-12T11:48:11.000Z' });
  expect(answered).toMatchObject({
    ringing_since: '2026-02-12T11:48:00.000Z',
    answered_at: '2026-02-12T11:48:02.000Z',
  });
  expect(live).not.toHaveProperty('contact');
});

describe('rows with all that may be included', () => {
  const include = 'include=contact,agent,order,siren,control,gap';

  test('show the contact, the reader, the order, the siren, what was asked and what is missing', async () => {
    await api.db.pool.query(
      `insert into call_commands (call_id, kind, state, actor_role, requested_at)
      select id, kind, 'unconfirmed', 'monitor', now() - interval '1 minute' from calls, unnest(array['recording_pause', 'drop']) kind where call_sid = $1`,
      [B],
    );
    await api.db.pool.query(`update calls set recording_status = 'recording' where call_sid = $1`, [B]);
    const [missed, live, interview] = await rows(include);
    expect(live).toMatchObject({
      contact: { display_name: 'Jane Müller', phone_number: '+442071838750' },
      agent: { id: reader.id, name: reader.name },
      order: { id: orderId, client_name: client.name },
      siren: { alert_type: 'emergency', status: 'active', acknowledged_by_name: null },
      control: {
        recording: {
          asked: 'paused',
          seen: 'recording',
          warning: 'STILL RECORDING',
          command: { kind: 'recording_pause', state: 'unconfirmed', error: null },
        },
        drop: { state: 'unconfirmed', seen: false },
      },
      gap: { open: 0 },
    });
    expect(missed).toMatchObject({ agent: null, order: null, siren: null, gap: { open: 1 }, control: { drop: null } });
    expect(interview).toMatchObject({ contact: { candidate_name: 'Otto Kandidat' } });
  });

  test.each(['client', 'reader'] as const)('show a %s what is theirs', async (role) => {
    const { headers } = role === 'client' ? client : reader;
    const [row, ...others] = await rows(include, headers);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      call_sid: B,
      contact: { display_name: 'Jane Müller', candidate_name: null },
      agent: { id: reader.id, name: role === 'reader' ? reader.name : null },
      answered_at: '2026-02-12T11:48:11.000Z',
    });
    const { status = 'hidden' } = (row!['siren'] ?? {}) as { status?: string }; // the reader raised it
    expect(status).toBe(role === 'reader' ? 'active' : 'hidden');
    expect(row).not.toHaveProperty('gap');
  });
});

describe('the parties of an order', () => {
  const OWN = [...FILTERS, ...SEARCHES.map(([q, is]) => [`q=${encodeURIComponent(q)}`, is] as const)];
  test.each(OWN.filter(([query]) => !query.includes('has_gap')))(
    'find with %s their own calls alone',
    async (query, all) => expect(await found(query, reader.headers)).toBe(all.includes('B') ? 'B' : ''),
  );

  test.each(['true', 'false'])('may not ask for missing callbacks: %s', async (is) =>
    expect(await api.send(`/api/calls?has_gap=${is}`, { headers: reader.headers })).toMatchObject({ status: 403 }),
  );
});

describe('the count', () => {
  test.each(FILTERS)('of calls with %j is that of %j', async (query, expected) =>
    expect((await api.send(`/api/calls/count?${query.replace(/&?sort=[^&]*/, '')}`)).body).toMatchObject({
      count: expected.length,
      capped: false,
    }),
  );

  test('of the parties is of their own calls, and has the permissions of the list', async () => {
    const { headers } = client;
    expect((await api.send('/api/calls/count', { headers })).body).toMatchObject({ count: 1, capped: false });
    expect(await api.send('/api/calls/count?has_gap=true', { headers })).toMatchObject({ status: 403 });
    expect(await api.send('/api/calls/count?has_gap=true', { headers: monitor.headers })).toMatchObject({
      status: 200,
    });
  });
});

describe('the export', () => {
  const csv = async (query: string, headers = {}) => {
    const answer = await api.send(`/api/calls.csv?${query}`, { headers });
    return { ...answer, lines: String(answer.body['text']).split('\r\n') };
  };

  test('has the calls of the filters in their order, with formulas disarmed and its limit in a header', async () => {
    await api.db.pool.query(`update contacts set display_name = '=1+1, "x"' where phone_number = '+442071838750'`);
    const { status, headers, lines } = await csv('sort=started_at&live=true');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'x-row-limit': '50000' });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^id,call_sid,/);
    expect(lines[1]).toContain(`,${B},,in-progress,outbound,'+16175006181,'+442071838750,`);
    expect(lines[1]).toContain(`"'=1+1, ""x"""`);
  });

  test('has no calls of others, and none but the head where nothing matches', async () => {
    expect((await csv('', client.headers)).lines.filter((line) => line.includes(',CA'))).toHaveLength(1);
    expect((await csv('q=no-such-name')).lines).toEqual([expect.stringMatching(/^id,/), '']);
    expect(await csv('q=a')).toMatchObject({ status: 400 });
  });
});
