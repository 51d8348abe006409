import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestDatabase, storeAll } from '../../../../test/support/db/inbox.ts';
import { startReconciling, type Delivery, type Reconciling } from '../../../../test/support/db/reconciling.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { reconcile } from '../reconcile.ts';
import { askCall, askIfDue } from './ask-calls.ts';
import { checkLiveCalls } from './check-live-calls.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase(10));
let rec: Reconciling;
beforeAll(async () => void (rec = opened.use(await startReconciling(db))));
beforeEach(async () => {
  await rec.reset();
  await rec.settings({ lag: 0 });
});

const hot = () => reconcile(rec.parts)({ tier: 'hot' });
let seed = 0;
/** A call that has ended, of which only these callbacks arrived. */
async function playOne(scenario: string, came: readonly string[], calls = 1): Promise<string[]> {
  const known = new Set((await rec.simulator.truth()).map(({ sid }) => sid));
  await rec.play({ calls, scenarios: [scenario], seed: (seed += 1) });
  const sids = (await rec.simulator.truth()).map(({ sid }) => sid).filter((sid) => !known.has(sid));
  const deliveries = (await rec.deliveries()).filter(({ call_sid: sid }) => sids.includes(sid));
  await rec.receive(deliveries.filter(({ call_status: status }) => came.includes(status ?? '')));
  return sids;
}
/** A call that goes on for a while; we know it by one callback. */
async function playLive(scenario: string, status: string, load: { speed: number; seed: number }): Promise<string> {
  await rec.simulator.play({ calls: 1, scenarios: [scenario], ...load });
  const live = await eventually(async () => {
    const found = (await rec.simulator.truth()).findLast((call) => call.status === status);
    if (!found) throw new Error(`no call is ${status} yet`);
    return found;
  });
  await storeAndApply(db, [callbackToStore(progress(live.sid, status, 1))]);
  return live.sid;
}
const statusOf = async (sid: string) =>
  (await db.pool.query<{ status: string }>('select status from calls where call_sid = $1', [sid])).rows[0]?.status;
const gaps = async () => (await db.pool.query('select * from callback_gaps order by id')).rows;
const askedFor = async (sid: string): Promise<number> =>
  (await rec.requests()).filter(({ target }) => target.includes(sid)).length;
const lastError = async () =>
  (await db.pool.query(`select last_error from sync_state where job_name = 'reconcile_hot'`)).rows[0]?.last_error;
/** As if the last callback had arrived then. */
const setHeardAt = (sid: string, at: Date) =>
  db.pool.query('update calls set updated_at = $2 where call_sid = $1', [sid, at]);

describe('a call whose end was not reported', () => {
  test('is asked about when it can no longer be ringing, once, and its gap says what was missing and what healed it', async () => {
    const [sid] = await playOne('no-answer', ['initiated', 'ringing']);
    await hot();
    expect(await askedFor(sid!)).toBe(0);
    rec.clock.pass(71);
    await hot();
    expect(await statusOf(sid!)).toBe('no-answer');
    await hot();
    rec.clock.pass(300);
    await hot();
    expect(await askedFor(sid!)).toBe(1);
    expect(await gaps()).toMatchObject([
      {
        call_sid: sid,
        missing: 'completed',
        class: 'unknown',
        noticed_by: 'reconcile_hot',
        evidence: { rest_status: 'no-answer' },
        healed_by: 'reconcile_hot',
        healed_at: expect.any(Date),
      },
    ]);
  });

  test('is asked about by its own job without a tick; after a further callback, by another job when the next one is overdue', async () => {
    const [lost] = await playOne('busy', ['initiated']);
    const [heard] = await playOne('busy', ['initiated']);
    rec.clock.pass(71);
    await setHeardAt(heard!, new Date(rec.clock.now().getTime() - 50_000));
    await askIfDue(rec.parts, lost!);
    await askIfDue(rec.parts, heard!);
    expect([await statusOf(lost!), await statusOf(heard!)]).toEqual(['busy', 'initiated']);
    expect(await askedFor(heard!)).toBe(0);
    expect(rec.jobs).toMatchObject([{ data: { tier: 'due', callSid: heard }, collapseKey: expect.any(String) }]);
    rec.clock.pass(20);
    await askIfDue(rec.parts, heard!);
    expect(await statusOf(heard!)).toBe('busy');
    expect(rec.jobs).toHaveLength(1);
  });

  test('is asked about by one of two processes that tick at once', async () => {
    const sids = await playOne('failed', ['initiated'], 20);
    rec.clock.pass(71);
    await Promise.all([checkLiveCalls(rec.parts), checkLiveCalls(rec.parts)]);
    for (const sid of sids) expect([await askedFor(sid), await statusOf(sid)]).toEqual([1, 'failed']);
    expect(await gaps()).toHaveLength(20);
  });

  test.each(['pending', 'failed', 'dead_letter'])('but waits in the inbox (%s) is no gap', async (state) => {
    const [sid] = await playOne('busy', ['initiated', 'ringing']);
    const ended = (await rec.deliveries()).find(
      ({ call_sid: of, call_status: said }) => of === sid && said === 'busy',
    )!;
    await storeAll(db, [callbackToStore(ended.params)]);
    await db.pool.query('update twilio_webhook_inbox set processing_status = $1 where processing_status = $2', [
      state,
      'pending',
    ]);
    rec.clock.pass(71);
    await hot();
    expect(await statusOf(sid!)).toBe('busy');
    expect(await gaps()).toEqual([]);
  });

  test('but arrives while Twilio is asked is no gap', async () => {
    const [sid] = await playOne('busy', ['initiated', 'ringing']);
    const isEnd = ({ call_sid: of, call_status: said }: Delivery) => of === sid && said === 'busy';
    const ended = (await rec.deliveries()).filter(isEnd);
    rec.rest.alter = async (path, body) => {
      if (path.includes(sid!)) await rec.receive(ended);
      return body;
    };
    rec.clock.pass(71);
    await hot();
    expect(await statusOf(sid!)).toBe('busy');
    expect(await gaps()).toEqual([]);
  });

  test('and then arrives after all is late after its healing, in one gap', async () => {
    const [sid] = await playOne('busy', ['initiated', 'ringing']);
    rec.clock.pass(71);
    await hot();
    const ended = (await rec.deliveries()).filter(
      ({ call_sid: of, call_status: said }) => of === sid && said === 'busy',
    );
    await rec.receive(ended);
    await hot();
    const [gap, ...others] = await gaps();
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ healed_by: 'reconcile_hot', arrived_at: expect.any(Date) });
    const { rows } = await db.pool.query(
      `select source, verdict from call_events where event_status = 'busy' order by id`,
    );
    expect(rows).toEqual([
      { source: 'reconcile_hot', verdict: 'applied' },
      { source: 'webhook', verdict: 'late' },
    ]);
  });
});

describe('a call in progress', () => {
  const endOf = async (sid: string): Promise<Date> =>
    new Date((await rec.simulator.truth()).find((call) => call.sid === sid)!.end_time!);
  const after = (end: Date, seconds: number): Date => new Date(end.getTime() + seconds * 1000);

  test('that Twilio still lists is not asked about, however many there are', async () => {
    const sid = await playLive('answered', 'in-progress', { speed: 10, seed: 1003 });
    rec.clock.pass(40);
    await checkLiveCalls(rec.parts);
    expect(await askedFor(sid)).toBe(0);
    expect((await rec.requests()).filter(({ target }) => target.includes('Status=in-progress'))).not.toEqual([]);
  });

  test('that ended just now is healed only when its callback can no longer be on its way', async () => {
    const [sid] = await playOne('answered', ['initiated', 'ringing', 'in-progress']);
    const end = await endOf(sid!);
    await setHeardAt(sid!, after(end, -40));
    rec.clock.set(after(end, 10));
    await hot();
    expect([await askedFor(sid!), await statusOf(sid!), await gaps()]).toEqual([1, 'in-progress', []]);
    expect(rec.jobs).toMatchObject([{ data: { tier: 'call', callSid: sid }, collapseKey: `ended-${sid}` }]);
    rec.clock.set(after(end, 31));
    await askCall(rec.parts, sid!);
    expect(await statusOf(sid!)).toBe('completed');
    expect(await gaps()).toMatchObject([{ missing: 'completed', due_at: end }]);
  });

  test('whose callback arrived while its job waited is not asked about again', async () => {
    const [sid] = await playOne('answered', ['initiated', 'in-progress', 'completed']);
    await askCall(rec.parts, sid!);
    expect(await askedFor(sid!)).toBe(0);
  });
});

describe('a call that Twilio', () => {
  test('shows as ringing is asked about again only after a while', async () => {
    const sid = await playLive('no-answer', 'ringing', { speed: 1, seed: 1009 });
    rec.clock.pass(71);
    await hot();
    rec.clock.pass(40);
    await hot();
    expect(await askedFor(sid)).toBe(1);
    rec.clock.pass(25);
    await hot();
    expect(await askedFor(sid)).toBe(2);
    expect([await statusOf(sid), await gaps()]).toEqual(['ringing', []]);
  });

  test('does not know yet stays as it is, and is healed when Twilio does', async () => {
    await rec.settings({ lag: 3600 });
    const [sid] = await playOne('busy', ['initiated']);
    rec.clock.pass(71);
    await hot();
    expect([await askedFor(sid!), await statusOf(sid!), await gaps()]).toEqual([1, 'initiated', []]);
    await rec.settings({ lag: 0 });
    rec.clock.pass(61);
    await hot();
    expect(await statusOf(sid!)).toBe('busy');
  });

  test('gives an unknown status stays as it is, and fails no other call', async () => {
    const sids = await playOne('busy', ['initiated'], 3);
    rec.rest.alter = (path, body) => (path.includes(sids[1]!) ? body.replace('"busy"', '"on-hold"') : body);
    rec.clock.pass(71);
    await hot();
    expect(await Promise.all(sids.map(statusOf))).toEqual(['busy', 'initiated', 'busy']);
    expect(await lastError()).toBeNull();
  });

  test('cannot show fails no other call, nor the settling of gaps', async () => {
    const healed = await playOne('failed', ['initiated']);
    rec.clock.pass(71);
    await checkLiveCalls(rec.parts); // its gap is noticed, and not settled yet
    const sids = await playOne('busy', ['initiated'], 120);
    rec.rest.alter = (path, body) => (path.includes(sids[0]!) ? 'no JSON' : body);
    rec.clock.pass(71);
    await expect(hot()).rejects.toThrow('no JSON');
    expect((await Promise.all(sids.map(statusOf))).filter((status) => status !== 'busy')).toEqual(['initiated']);
    expect(await lastError()).toContain('no JSON');
    expect((await gaps()).find(({ call_sid: sid }) => sid === healed[0])).toMatchObject({ healed_by: 'reconcile_hot' });
  });
});

describe('while Twilio is unavailable', () => {
  test.each([
    ['fails', { serverError: 1 }, 'got 503'],
    ['is silent', { hang: 1 }, 'too long'],
    ['refuses the credentials', { revoked: true }, 'TWILIO_AUTH_TOKEN'],
  ])(
    'and %s, the tick fails with the reason, no gap is recorded, and a later tick heals',
    async (_how, faults, message) => {
      const [sid] = await playOne('busy', ['initiated']);
      await rec.simulator.setFaults(faults);
      rec.clock.pass(71);
      await expect(hot()).rejects.toThrow(message);
      expect(await lastError()).toContain(message);
      expect([await statusOf(sid!), await gaps()]).toEqual(['initiated', []]);
      await rec.simulator.setFaults({});
      await eventually(async () => {
        rec.clock.pass(61);
        await hot();
        expect(await statusOf(sid!)).toBe('busy');
      });
      expect(await gaps()).toHaveLength(1);
    },
  );
});
