import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openClock, type Clock } from '@trunkline/service';
import { runCli } from '../support/processes/run-cli.ts';
import { settled, startStack, type Backend, type Stack } from '../support/processes/stack.ts';

const SPEED = 60;
const MINUTE_MS = 60_000;
const ENDED = ['completed', 'busy', 'no-answer', 'canceled', 'failed'];

type Gap = {
  call_sid: string;
  missing: string;
  class: string;
  healed_by: string | null;
  arrived_at: Date | null;
  evidence: { answers?: unknown[] };
};

describe.each(['postgres', 'redis'] as const)('missing callbacks, queues on %s', (backend: Backend) => {
  let stack: Stack;
  let clock: Clock;
  beforeAll(async () => {
    const start = new Date();
    clock = openClock({ CLOCK_START: start.toISOString(), CLOCK_SPEED: SPEED });
    stack = await startStack(backend, { clock: { start, speed: SPEED }, api: true });
  });
  afterAll(async () => stack?.[Symbol.asyncDispose]());

  // oxlint-disable-next-line no-unnecessary-type-parameters -- the test says what it expects of the JSON
  const api = async <T>(path: string, method = 'GET'): Promise<{ status: number; body: T }> => {
    const response = await fetch(`${stack.api!.url}/api${path}`, { method });
    return { status: response.status, body: (await response.json()) as T };
  };
  const setFaults = (faults: object) => stack.control.send('PUT', 'rest-faults', faults);
  const gaps = () => stack.query<Gap>('select * from callback_gaps');
  const known = async () =>
    new Map(
      (
        await stack.query<{ call_sid: string; status: string; duration_sec: number; price: string | null }>(
          'select call_sid, status, duration_sec, price::text from calls',
        )
      ).map((row) => [row.call_sid, row]),
    );

  test('the end of a known call is known within minutes although its callback never came', async () => {
    await setFaults({ tooMany: 0.2, serverError: 0.05, seed: 3 });
    await stack.control.send('POST', 'load', {
      calls: 60,
      rate: 60,
      seed: 21,
      drop: 0.25,
      unanswered: 0.1,
      duplicate: 0.2,
    });
    await settled(() => stack.control.expectDone(), 60_000);
    const knownAtEnd = await known();
    await settled(async () => {
      const now = await known();
      const wrong = (await stack.control.calls()).filter(
        ({ sid, final, status }) => final && knownAtEnd.has(sid) && now.get(sid)!.status !== status,
      );
      expect(wrong.map(({ sid, status }) => `${sid} is ${now.get(sid)!.status}, in truth ${status}`)).toEqual([]);
    }, 60_000);
    const healed = await gaps();
    expect(healed.filter(({ missing }) => missing === 'completed').length).toBeGreaterThan(0);
  });

  test('a quarter of an hour after the end each missing callback has its reason from Twilio’s records', async () => {
    await clock.sleep(16 * MINUTE_MS);
    const uncompared = `select call_sid from calls where is_final and reconciled_at is null`;
    await settled(async () => expect(await stack.query(uncompared)).toEqual([]), 60_000);
    const fate = new Map(
      (await stack.control.deliveries())
        .filter(({ kind }) => kind === 'status')
        .map((one) => [`${one.call_sid} ${nameOf(one.call_status)}`, one]),
    );
    const found = (await gaps()).flatMap((gap) => {
      const delivery = fate.get(`${gap.call_sid} ${gap.missing}`);
      return delivery ? [{ ...gap, delivery }] : [];
    });
    expect(found.filter(({ delivery, arrived_at: arrived }) => delivery.acked && !arrived)).toEqual([]); // no callback that arrived is recorded as missing
    const classes = new Map(Map.groupBy(found, ({ class: reason }) => reason));
    expect(classes.get('acked_but_absent')).toBeUndefined();
    expect(classes.get('we_failed')!.filter(({ delivery }) => !delivery.unanswered)).toEqual([]);
    expect(classes.get('never_sent')!.filter(({ delivery }) => !delivery.dropped)).toEqual([]);
    expect(classes.get('we_failed')![0]!.evidence.answers).toContain(null);
  });

  test('a requested scan finds the calls without any callback, fills in prices, and finds nothing new the next time', async () => {
    await settled(async () => {
      const answer = await api<{ success: boolean; message: string; total: number }>('/sync/recent', 'POST');
      expect(answer).toMatchObject({
        status: 200,
        body: { success: true, message: expect.stringMatching(/^Synced \d+ new calls from last hour$/) },
      });
      expect(answer.body.total).toBeGreaterThan(60);
      const now = await known();
      const ended = (await stack.control.calls()).filter(({ final, start_time: start }) => final && start);
      const wrong = ended.filter(
        ({ sid, status, price }) =>
          now.get(sid)?.status !== status || (price !== null && Number(now.get(sid)!.price) !== Number(price)),
      );
      expect(wrong).toEqual([]);
    }, 60_000);
    const again = await api<{ synced: number }>('/sync/recent', 'POST');
    expect(again.body).toMatchObject({ success: true, synced: 0 });
  });

  test('the command line scans, explains a healed call in one sentence, and finds no drift', async () => {
    const env = { DATABASE_URL: stack.databaseUrl };
    const since = new Date(clock.now().getTime() - 2 * 3_600_000).toISOString();
    const synced = await runCli(['sync', '--since', since, '--until', clock.now().toISOString(), '--json'], env);
    expect(synced).toMatchObject({ code: 0, stderr: expect.stringMatching(/^(\d+ of \d+ days.*\n)*$/) });
    expect(JSON.parse(synced.stdout)).toMatchObject({ state: 'completed', total: expect.any(Number) });

    const [gap] = await stack.query<{ call_sid: string }>(
      `select call_sid from callback_gaps gap join calls call using (call_sid)
       where missing = 'completed' and class = 'never_sent' and healed_by = 'reconcile_hot' and parent_call_sid is null
         and not exists (select from calls leg join callback_gaps other using (call_sid)
                         where coalesce(leg.parent_call_sid, leg.call_sid) = call.call_sid and other.id <> gap.id)`,
    ); // of a call without another gap
    const explained = await fetch(`${stack.api!.url}/api/calls/${gap!.call_sid}/explain?format=text`);
    const text = (await explained.text()).replaceAll(/\s+/g, ' '); // a long sentence takes two lines
    expect(text).toMatch(/completed was never sent and was healed by hot after \d+/);
    expect(await runCli(['rebuild'], env)).toMatchObject({ code: 0, stdout: expect.stringContaining('no drift') });
  });

  test('the API shows the state of every tier and every gap', async () => {
    await settled(async () => {
      const { body } = await api<{ tiers: object[] }>('/reconciliation'); // cold ticks once a minute of real time
      const succeeded = { last_success_at: expect.any(String) };
      const cursor = { last_call_sid: expect.stringMatching(/^CA/), last_updated_at: expect.any(String) };
      expect(body.tiers).toMatchObject([
        { job_name: 'reconcile_hot', ...succeeded },
        { job_name: 'reconcile_warm', ...succeeded, cursor },
        { job_name: 'reconcile_cold', ...succeeded },
      ]);
    }, 130_000);
    const page = await api<{ data: { class: string; state: string }[]; page: { has_more: boolean } }>(
      '/gaps?class=never_sent&limit=2',
    );
    expect(page.body.data).toHaveLength(2);
    expect(page.body.page.has_more).toBe(true);
    const bad = await api<{ detail: string }>('/gaps?class=lost');
    expect(bad).toMatchObject({ status: 400, body: { detail: expect.stringContaining('never_sent') } });
  });

  test('an acknowledged callback that is missing in the inbox raises an alarm', async () => {
    const [row] = await stack.query<{ id: string; call_sid: string }>(
      `select i.id, i.call_sid from twilio_webhook_inbox i join calls c using (call_sid)
       where i.payload ->> 'CallStatus' = 'ringing' and i.event_type = 'call-status' and c.status = 'completed' limit 1`,
    );
    await stack.query(`set role trunkline_retention; delete from call_events where inbox_id = ${row!.id}`);
    await stack.query(`delete from twilio_webhook_inbox where id = ${row!.id}`);
    await stack.query(
      `update calls set reconciled_at = null, sync_state = 'active' where call_sid = '${row!.call_sid}'`,
    );
    await settled(async () => {
      const found = (await gaps()).filter(
        ({ call_sid: sid, missing }) => sid === row!.call_sid && missing === 'ringing',
      );
      expect(found).toMatchObject([{ class: 'acked_but_absent' }]);
    }, 60_000);
    expect(stack.relay!.output).toContain(`"event":"acked_but_absent","call_sid":"${row!.call_sid}"`);
  });

  test('a revoked token is reported to the client with its remedy, and nothing is lost', async () => {
    await setFaults({ revoked: true });
    const { status, body } = await api<{ detail: string }>('/sync/today', 'POST');
    expect({ status, body }).toMatchObject({
      status: 502,
      body: { detail: expect.stringContaining('TWILIO_AUTH_TOKEN') },
    });
    await setFaults({ revoked: false });
    await settled(async () => expect(await api('/sync/today', 'POST')).toMatchObject({ status: 200 }), 60_000);
  });

  test('the schedule of the tiers survives a wiped queue', async () => {
    await stack.flushQueue();
    const [before] = await stack.query<{ at: Date }>(LAST_HOT);
    await settled(
      async () => expect((await stack.query<{ at: Date }>(LAST_HOT))[0]!.at > before!.at).toBe(true),
      60_000,
    );
  });
});

const LAST_HOT = `select last_success_at as at from sync_state where job_name = 'reconcile_hot'`;
const EVENTS: Record<string, string> = { initiated: 'initiated', ringing: 'ringing', 'in-progress': 'answered' };
const nameOf = (status: string | null): string =>
  ENDED.includes(status ?? '') ? 'completed' : (EVENTS[status ?? ''] ?? '');
