import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callbackName, detectKind } from '@trunkline/telephony/callbacks';
import { parseFact } from '@trunkline/telephony/facts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestDatabase, storeAll } from '../../../../test/support/db/inbox.ts';
import { startReconciling, type Delivery, type Reconciling } from '../../../../test/support/db/reconciling.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { reconcile } from '../reconcile.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase(10));
let rec: Reconciling;
beforeAll(async () => void (rec = opened.use(await startReconciling(db))));
let alarms: unknown[];
beforeEach(async () => {
  await rec.reset();
  await rec.settings({ lag: 0, events: 'all' });
  alarms = [];
});

const log = () => Object.assign(Object.create(rec.parts.log), { error: (fields: unknown) => alarms.push(fields) });
const tick = (tier: 'hot' | 'warm') => reconcile({ ...rec.parts, log: log() })({ tier });
/** A tick 15 minutes after the end of all calls. */
async function warm(): Promise<void> {
  rec.clock.pass(16 * 60);
  await tick('warm');
}
let seed = 0;
/** Plays calls to their end; returns their callbacks, delivered or not. */
async function play(load: object): Promise<Delivery[]> {
  const before = (await rec.deliveries()).length;
  await rec.play({ calls: 1, seed: (seed += 1), ...load });
  return (await rec.deliveries()).slice(before);
}
const nameOf = ({ params }: Delivery): string => {
  const row = { kind: detectKind(params, 'call-inbound'), dedupeKey: '', source: 'webhook', query: {} } as const;
  return callbackName(parseFact({ ...row, payload: params, receivedAt: '' }));
};
type Gap = { call_sid: string; missing: string; class: string; healed_by: string | null; evidence: object };
const gaps = async () => (await db.pool.query<Gap>('select * from callback_gaps order by id')).rows;
const uncompared = async () =>
  (await db.pool.query('select call_sid from calls where reconciled_at is null order by call_sid')).rows.map(
    (row) => row.call_sid as string,
  );
const asked = async () => (await rec.requests()).length;

describe('a quarter of an hour after the end', () => {
  test('every missing callback has the class that Twilio’s own account proves, and no callback that arrived is missing', async () => {
    const fails = (params: URLSearchParams) =>
      params.get('SequenceNumber') === '1' && /[0-5]$/.test(params.get('CallSid')!);
    rec.receiver.statusOf = (params) => (fails(params) ? 503 : 204);
    const sent = await play({
      calls: 60,
      drop: 0.2,
      scenarios: ['answered', 'busy', 'no-answer', 'failed'],
      rate: 2000,
    });
    const came = sent.filter(({ acked }) => acked);
    const forgotten = came.find((one) => nameOf(one) === 'answered')!;
    await rec.receive(came.filter((one) => one !== forgotten));
    rec.clock.pass(5 * 60);
    await tick('hot');
    await warm();
    const heard = new Set(came.map(({ call_sid: sid }) => sid));
    const found = new Map((await gaps()).map((gap) => [`${gap.call_sid} ${gap.missing}`, gap]));
    const wrong = sent
      .filter(({ call_sid: sid }) => heard.has(sid))
      .flatMap((one) => {
        const gap = found.get(`${one.call_sid} ${nameOf(one)}`);
        const others = came.filter((other) => other.call_sid === one.call_sid && other.kind === one.kind);
        const allowed = one === forgotten ? ['acked_but_absent'] : classesOf(one, others.length > 0);
        return allowed.includes(gap?.class)
          ? []
          : `${nameOf(one)} of ${one.call_sid} is ${gap?.class}, not ${allowed[0]}`;
      });
    expect(wrong).toEqual([]);
    const classes = [...found.values()].map((gap) => gap.class);
    expect(classes).toEqual(expect.arrayContaining(['we_failed', 'never_sent', 'acked_but_absent']));
    expect(alarms).toEqual([{ event: 'acked_but_absent', call_sid: forgotten.call_sid }]);
    expect(await uncompared()).toEqual([]);
  });

  /** A lost callback without proof (an initiated, with none after it) is no gap. */
  function classesOf({ acked, dropped }: Delivery, isKindListed: boolean): (string | undefined)[] {
    if (acked) return [undefined];
    if (!dropped) return ['we_failed'];
    return isKindListed ? ['never_sent', undefined] : ['unknown', undefined];
  }

  test('a call is compared once, and not a minute earlier', async () => {
    await rec.receive(await play({ scenarios: ['busy'] }));
    rec.clock.pass(14 * 60);
    const before = await asked();
    await tick('warm');
    expect(await asked()).toBe(before);
    rec.clock.pass(2 * 60);
    await tick('warm');
    expect(await asked()).toBe(before + 2);
    await tick('warm');
    expect(await asked()).toBe(before + 2);
    const { rows } = await db.pool.query(`select cursor from sync_state where job_name = 'reconcile_warm'`);
    expect(rows[0].cursor).toMatchObject({ last_call_sid: expect.stringMatching(/^CA/) });
  });
});

describe('where Twilio’s list proves nothing', () => {
  test('because it has only requests for TwiML, the class is unknown', async () => {
    await rec.settings({ events: 'twiml' });
    const sent = await play({ scenarios: ['busy'] });
    await rec.receive(sent.filter((one) => nameOf(one) !== 'ringing'));
    await warm();
    expect(await gaps()).toMatchObject([{ missing: 'ringing', class: 'unknown', evidence: { requests_listed: 0 } }]);
  });

  test('because Twilio no longer knows the call, the class is unknown and the evidence says so', async () => {
    await storeAndApply(db, [callbackToStore(progress(callSid(7), 'completed', 3))]);
    await warm();
    expect(await gaps()).toMatchObject(
      ['answered', 'initiated', 'ringing'].map((missing) => ({
        missing,
        class: 'unknown',
        evidence: { requests_listed: null },
      })),
    );
    expect(await uncompared()).toEqual([]);
  });

  test('because a gateway answers 404, the call is compared later', async () => {
    await rec.receive((await play({ scenarios: ['busy'] })).filter((one) => nameOf(one) !== 'ringing'));
    rec.rest.alter = (path, body) => (path.includes('/Events') ? 404 : body);
    await expect(warm()).rejects.toThrow('got 404');
    expect([await gaps(), (await uncompared()).length]).toEqual([[], 1]);
    rec.rest.alter = (_path, body) => body;
    await tick('warm');
    expect(await gaps()).toMatchObject([{ missing: 'ringing', class: 'acked_but_absent' }]);
  });
});

describe('a recording', () => {
  const recorded = async (): Promise<Delivery[]> => {
    for (;;) {
      const sent = await play({ scenarios: ['answered'] });
      if (sent.some(({ kind }) => kind === 'recording')) return sent;
    }
  };

  test('whose callback was lost is imported, and its gap dates from when Twilio finished it', async () => {
    const sent = await recorded();
    const { params } = sent.find(({ kind }) => kind === 'recording')!;
    // The end of a placed call names its recording too; here nothing does.
    const others = sent.filter(({ kind }) => kind !== 'recording');
    const bare = others.map((one) => ({ ...one, params: withoutRecording(one.params) }));
    await rec.receive(bare);
    await warm();
    const { rows } = await db.pool.query('select recording_sid, status, call_sid from call_recordings');
    expect(rows).toEqual([
      { recording_sid: params['RecordingSid'], status: params['RecordingStatus'], call_sid: params['CallSid'] },
    ]);
    await tick('hot');
    const [gap, ...more] = await gaps();
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      missing: `recording ${params['RecordingSid']} completed`,
      class: 'acked_but_absent', // our receiver acknowledged it
      healed_by: 'reconcile_warm',
      healing_inbox_id: expect.any(String),
    });
  });

  test('whose callback arrived is not recorded again', async () => {
    await rec.receive(await recorded());
    await warm();
    expect(
      (await db.pool.query(`select from twilio_webhook_inbox where event_type = 'recording-resource'`)).rowCount,
    ).toBe(0);
    expect(await gaps()).toEqual([]);
  });

  const withoutRecording = (params: Record<string, string>) =>
    Object.fromEntries(Object.entries(params).filter(([name]) => !name.startsWith('Recording')));
});

describe('a leg that only a dial action names', () => {
  const TWIML = `<Response><Dial action="/webhooks/twilio/dial-action"><Sip statusCallback="/webhooks/twilio/voice-status"
    statusCallbackEvent="initiated ringing answered completed">sip:dispatcher@abchomes.sip.us1.twilio.com</Sip></Dial></Response>`;
  /** A bridged call without callbacks of its second leg. */
  async function playBridged(): Promise<{ parent: string; child: string }> {
    rec.receiver.twiml = TWIML;
    const sent = await play({ scenarios: ['inbound-sip-bridged'] });
    const action = sent.find(({ kind }) => kind === 'dial-action')!;
    await rec.receive(sent.filter(({ call_sid: sid }) => sid === action.call_sid));
    return { parent: action.call_sid, child: action.params['DialCallSid']! };
  }
  const known = async (sid: string) =>
    (await db.pool.query('select status, parent_call_sid from calls where call_sid = $1', [sid])).rows;

  test('is imported with its parent, and compared in the next tick', async () => {
    const { parent, child } = await playBridged();
    await warm();
    expect(await known(child)).toMatchObject([{ parent_call_sid: parent }]);
    expect(await uncompared()).toEqual([child]);
    await tick('warm');
    const ofChild = (await gaps()).filter(({ call_sid: sid }) => sid === child);
    expect(ofChild.map(({ missing }) => missing)).toEqual(expect.arrayContaining(['initiated', 'completed']));
    expect(await uncompared()).toEqual([]);
  });

  test.each([
    ['has an unknown status', (body: string) => body.replace(/"status":"[^"]+"/, '"status":"on-hold"')],
    ['cannot be fetched', () => 'no JSON'],
  ])('and %s fails no comparison', async (_how, alter) => {
    const { parent, child } = await playBridged();
    rec.rest.alter = (path, body) => (path.includes(`Calls/${child}.json`) ? alter(body) : body);
    await warm();
    expect([await known(child), await uncompared()]).toEqual([[], []]);
    expect(await known(parent)).toHaveLength(1);
    const { rows } = await db.pool.query(`select from twilio_webhook_inbox where processing_status <> 'completed'`);
    expect(rows).toEqual([]);
  });
});

describe('a callback', () => {
  const split = async () => {
    const sent = await play({ scenarios: ['busy'] });
    return {
      ringing: sent.filter((one) => nameOf(one) === 'ringing'),
      rest: sent.filter((one) => nameOf(one) !== 'ringing'),
    };
  };

  test.each(['pending', 'failed', 'dead_letter', 'quarantined'])(
    'that is in the inbox (%s) has arrived',
    async (state) => {
      const { ringing, rest } = await split();
      await rec.receive(rest);
      const sid = rest[0]!.call_sid;
      const action = { CallSid: sid, CallStatus: 'completed', DialCallStatus: 'completed' }; // an end without a time
      await storeAll(db, [
        ...ringing.map(({ params }) => callbackToStore(params)),
        callbackToStore(action, { callbackKind: 'dial-action' }),
      ]);
      await db.pool.query(
        `update twilio_webhook_inbox set processing_status = $1 where processing_status = 'pending'`,
        [state],
      );
      await warm();
      expect([await gaps(), alarms, await uncompared()]).toEqual([[], [], []]);
    },
  );

  test('that arrives while Twilio is asked has arrived', async () => {
    const { ringing, rest } = await split();
    await rec.receive(rest);
    rec.rest.alter = async (path, body) => {
      if (path.includes('/Events')) await rec.receive(ringing);
      return body;
    };
    await warm();
    expect([await gaps(), alarms]).toEqual([[], []]);
  });
});

describe('a call that cannot be compared', () => {
  test('fails no other, is reported, and is compared in the next tick', async () => {
    const sent = await play({ calls: 120, scenarios: ['failed'], rate: 5000 });
    await rec.receive(sent);
    const { call_sid: odd } = sent[0]!;
    rec.rest.alter = (path, body) => (path.includes(`${odd}/Events`) ? 'no JSON' : body);
    await expect(warm()).rejects.toThrow('no JSON');
    expect(await uncompared()).toEqual([odd]);
    rec.rest.alter = (_path, body) => body;
    await tick('warm');
    expect(await uncompared()).toEqual([]);
  });

  test('because Twilio is unavailable costs few requests, and no gap is recorded', async () => {
    const sent = await play({ calls: 120, scenarios: ['failed'], rate: 5000 });
    await rec.receive(sent.filter((one) => nameOf(one) !== 'initiated'));
    await rec.simulator.setFaults({ serverError: 1 });
    const before = await asked();
    await expect(warm()).rejects.toThrow('Twilio');
    expect((await asked()) - before).toBeLessThan(50);
    expect([await gaps(), (await uncompared()).length]).toEqual([[], 120]);
    const { rows } = await db.pool.query(`select last_error from sync_state where job_name = 'reconcile_warm'`);
    expect(rows[0].last_error).toContain('Twilio');
  });
});
