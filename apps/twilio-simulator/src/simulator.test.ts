import { expect, test } from '@jest/globals';
import { type Answer, bridge, type Received, startReceiver } from '../test/receiver.ts';
import { demoAccount } from './account.ts';
import { listDeliveries } from './control/list-deliveries.ts';
import { listTruth } from './control/list-truth.ts';
import { signRequest } from './delivery/wire-request.ts';
import { readLoadOptions } from './load/load-options.ts';
import { type ScenarioName, scenarioNames } from './load/scenario.ts';
import { createSimulator } from './simulator.ts';

type Given = Record<string, number | string | readonly string[]>;

/** Plays a load against a receiver until its end. */
async function play(given: Given, answer: (received: Received) => Answer = bridge, overrides = '') {
  await using stack = new AsyncDisposableStack();
  const receiver = stack.use(await startReceiver(answer));
  const settings = { account: demoAccount, target: receiver.url, publicUrl: 'http://calls.test', overrides };
  const simulator = stack.adopt(createSimulator(settings), (opened) => opened.close());
  const options = readLoadOptions({ calls: 6, rate: 2000, speed: 1e6, seed: 5, ...given });
  await simulator.startLoad(options).finished;
  const everything = { after: 0, limit: 5000 };
  return {
    received: receiver.received,
    stats: simulator.stats(),
    deliveries: listDeliveries(simulator.log, everything).deliveries,
    calls: listTruth(simulator.truth, everything).calls,
  };
}

/** `status:sequence` of the callbacks about each call, in the order Twilio fires them. */
function stories(deliveries: Awaited<ReturnType<typeof play>>['deliveries']): string[] {
  const byCall = Map.groupBy(
    deliveries.filter(({ kind }) => kind === 'status'),
    ({ call_sid }) => call_sid,
  );
  return Array.from(byCall.values(), (each) =>
    each.map(({ params }) => `${params['CallStatus']}:${params['SequenceNumber']}`).join(' '),
  );
}

test.each<[ScenarioName, string]>([
  ['busy', 'initiated:0 ringing:1 busy:2'],
  ['no-answer', 'initiated:0 ringing:1 no-answer:2'],
  ['canceled', 'initiated:0 ringing:1 canceled:2'],
  ['failed', 'initiated:0 failed:1'],
  ['voicemail', 'initiated:0 ringing:1 in-progress:2 completed:3'],
])('%s is told as %s', async (scenario, story) => {
  const { deliveries, stats } = await play({ scenarios: [scenario] });
  expect(new Set(stories(deliveries))).toEqual(new Set([story]));
  expect(stats).toMatchObject({ calls: 6, callbacks_failed: 0, done: true, live_calls: 0 });
});

test('a call cancelled while queued is known to REST but never told of', async () => {
  const { received, calls } = await play({ scenarios: ['canceled-queued'] });
  expect(received).toEqual([]);
  expect(calls).toHaveLength(6);
  expect(calls[0]).toMatchObject({ status: 'canceled', start_time: null, delivered: { status: null } });
});

test('sequence numbers count only what is fired to that URL: a parent that tells its end only has 0', async () => {
  const { deliveries } = await play({ scenarios: ['inbound-sip-bridged'], calls: 12 });
  const told = stories(deliveries);
  expect(told.filter((story) => story === 'completed:0')).toHaveLength(12);
  expect(told.filter((story) => story === 'initiated:0 ringing:1 in-progress:2 completed:3').length).toBeGreaterThan(3);
});

test('a bridged call obeys the TwiML it is given and ends with the dial action', async () => {
  const { received, calls } = await play({ scenarios: ['outbound-bridged'], calls: 1, seed: 2 });
  const [parent, child] = calls;
  expect(child).toMatchObject({
    parent_call_sid: parent?.sid,
    from: '+16175006181',
    to: '+15085550120',
    direction: 'outbound-dial',
  });
  expect(parent?.from).toMatch(/^sip:dispatcher@/);
  const action = received.find(({ path }) => path === '/webhooks/twilio/dial-action');
  expect(action?.params).toMatchObject({ CallSid: parent?.sid, DialCallSid: child?.sid });
});

test('a transfer gives the caller a second leg, dialled with absolute URLs', async () => {
  const { calls, deliveries } = await play({ scenarios: ['transfer'], calls: 1 });
  expect(calls.map(({ direction }) => direction)).toEqual(['inbound', 'outbound-dial', 'outbound-dial']);
  expect(deliveries.filter(({ kind }) => kind === 'dial-action')).toHaveLength(1);
});

test('the connection overrides in TwiML are obeyed like those of the account', async () => {
  const failedOnce = new Set<string>();
  const { stats } = await play({ scenarios: ['inbound-sip-bridged'], calls: 2 }, (request) => {
    const answer = bridge(request);
    if (typeof answer === 'string') return answer.replaceAll('voice-status"', 'voice-status#rc=1&amp;rp=5xx"');
    const { body } = request;
    // The parents' own callbacks have no overrides and would be lost by an error.
    if (failedOnce.has(body) || !body.includes('ParentCallSid')) return answer;
    failedOnce.add(body);
    return 503;
  });
  expect(stats).toMatchObject({ retries: failedOnce.size, callbacks_failed: 0 });
  expect(failedOnce.size).toBeGreaterThan(0);
});

test('a URL that leads away from the target is never called', async () => {
  const { deliveries } = await play({ scenarios: ['inbound-sip-bridged'], calls: 1 }, (request) => {
    const answer = bridge(request);
    return typeof answer === 'string' ? answer.replaceAll('"/webhooks', '"http://elsewhere.test/webhooks') : answer;
  });
  const away = deliveries.filter(({ url }) => url.startsWith('http://elsewhere.test'));
  expect(away.length).toBeGreaterThan(0);
  expect(
    away.every(({ acked, attempts }) => !acked && attempts[0]?.error === 'ct elsewhere.test is not the target'),
  ).toBe(true);
});

test.each([
  '<Response><Dial action="http://"><Sip statusCallback="mailto:me">sip:a@b</Sip></Dial></Response>',
  '<Response><Pause length="long"/><Dial timeout="soon">+15085550100</Dial><Gather/><Record/><Unheard-of/></Response>',
  '<Response><Redirect/></Response>',
  '<Response><Redirect>::</Redirect></Response>',
])('the call ends well under %s', async (document) => {
  const { calls } = await play({ scenarios: ['inbound-sip-bridged', 'transfer'], calls: 4 }, ({ path }) =>
    path.includes('voice-inbound') ? document : 204,
  );
  expect(calls.every(({ status, end_time }) => status !== 'in-progress' && end_time !== 'Invalid Date')).toBe(true);
});

test('a caller without TwiML hears an error and the call ends', async () => {
  const { calls } = await play({ scenarios: ['inbound-sip-bridged'], calls: 1 }, ({ path }) =>
    path.includes('voice-inbound') ? 500 : 204,
  );
  expect(calls).toMatchObject([{ status: 'completed' }]);
});

test('every request is signed for the public address, and a forged one never is', async () => {
  const isSigned = ({ path, params, headers }: Received): boolean =>
    headers['x-twilio-signature'] === signRequest(demoAccount.authToken, `http://calls.test${path}`, params);
  const { stats } = await play({ calls: 30, forge: 0.3 }, (received) => (isSigned(received) ? bridge(received) : 403));
  expect(stats).toMatchObject({ callbacks_failed: 0, forged_acked: 0 });
  expect(stats.forged).toBeGreaterThan(5);
});

test('the same seed and time give the same calls, payloads and faults', async () => {
  const given = { calls: 40, at: '2026-02-12T11:48:25Z', drop: 0.1, duplicate: 0.2, forge: 0.1 };
  const tell = ({ deliveries, calls }: Awaited<ReturnType<typeof play>>) => [
    calls.map(({ sid, status, duration }) => [sid, status, duration].join()).toSorted(),
    deliveries.map(({ url, params, faults }) => JSON.stringify([url, params, faults])).toSorted(),
  ];
  const once = tell(await play(given));
  expect(tell(await play(given))).toEqual(once);
  expect(tell(await play({ ...given, seed: 6 }))).not.toEqual(once);
});

test('one more fault leaves the other faults of a seed where they were', async () => {
  const given = { calls: 30, at: '2026-02-12T11:48:25Z', duplicate: 0.2, scenarios: ['busy'] };
  const duplicated = ({ deliveries }: Awaited<ReturnType<typeof play>>) =>
    deliveries.filter(({ faults }) => faults.includes('duplicate')).map(({ params }) => params['CallSid']);
  const both = new Set(duplicated(await play({ ...given, slow: 0 })));
  expect(new Set(duplicated(await play({ ...given, drop: 0 })))).toEqual(both);
  const some = duplicated(await play({ ...given, drop: 0.3 }));
  expect(some.length).toBeGreaterThan(0);
  expect(some.every((sid) => both.has(sid))).toBe(true);
});

test('a dropped callback is never sent, yet counted by its sequence number and kept by the truth', async () => {
  const { received, deliveries, calls, stats } = await play({ drop: 1, scenarios: ['answered'] });
  expect(received).toEqual([]);
  expect(stats).toMatchObject({ callbacks_sent: 0, dropped: deliveries.length, callbacks_failed: 0 });
  expect(deliveries.every(({ dropped, acked, attempts }) => dropped && !acked && attempts.length === 0)).toBe(true);
  expect(calls.every(({ status, delivered }) => status === 'completed' && delivered.status === null)).toBe(true);
});

test('an unanswered callback is attempted as often as it may be, and never arrives whole', async () => {
  const given = { unanswered: 1, scenarios: ['answered'] };
  const { received, deliveries, calls, stats } = await play(given, bridge, '#rc=2&rp=all');
  expect(received).toEqual([]);
  const errors = deliveries.map(({ attempts }) => attempts.map(({ error }) => error));
  expect(new Set(errors.flat())).toEqual(new Set(['rt connection lost']));
  expect(errors.every(({ length }) => length === 3)).toBe(true);
  expect(deliveries.every(({ unanswered, acked, dropped }) => unanswered && !acked && !dropped)).toBe(true);
  expect(stats).toMatchObject({ unanswered: deliveries.length, unfaulted_failed: 0, dropped: 0 });
  expect(calls.every(({ status, delivered }) => status === 'completed' && delivered.status === null)).toBe(true);
});

test('with everything dropped or unanswered, callers still get their TwiML', async () => {
  for (const fault of ['drop', 'unanswered']) {
    const { received, calls } = await play({ [fault]: 1, scenarios: ['inbound-sip-bridged'], calls: 3 });
    expect(received.length).toBeGreaterThanOrEqual(3);
    expect(received.every(({ path }) => /voice-inbound|dial-action/.test(path))).toBe(true);
    expect(calls).toHaveLength(6);
  }
});

test('a duplicate has the parameters and the idempotency token of the first', async () => {
  const { received, stats } = await play({ duplicate: 1, scenarios: ['busy'] });
  const copies = Map.groupBy(received, ({ headers }) => headers['i-twilio-idempotency-token']);
  expect([...copies.values()].every((each) => each.length === 2 && each[0]?.body === each[1]?.body)).toBe(true);
  expect(stats.duplicates_sent).toBe(stats.callbacks_acked);
});

test('a reordered callback arrives after a later one of its call', async () => {
  const { received, stats } = await play({ reorder: 0.5, calls: 20, scenarios: ['no-answer'] });
  const sequences = Map.groupBy(received, ({ params }) => params['CallSid']);
  const late = [...sequences.values()].filter((each) =>
    each.some(({ params }, index) => Number(params['SequenceNumber']) !== index),
  );
  expect(late.length).toBeGreaterThan(0);
  expect(stats.reordered).toBeGreaterThanOrEqual(late.length);
  expect(received).toHaveLength(60);
});

test('what a receiver can know follows from what it acknowledged', async () => {
  const { calls } = await play({ scenarios: ['answered'] }, ({ params }) =>
    params['CallStatus'] === 'completed' ? 500 : 204,
  );
  expect(calls.every(({ status }) => status === 'completed')).toBe(true);
  expect(calls.every(({ delivered }) => delivered.status === 'in-progress' && delivered.call_duration === null)).toBe(
    true,
  );
});

test('every scenario can be played, whatever becomes of its callbacks', async () => {
  const { stats, calls } = await play({ calls: 80, rate: 5000, scenarios: scenarioNames }, () => 503);
  expect(stats).toMatchObject({ calls: 80, live_calls: 0, callbacks_acked: 0, done: true });
  expect(new Set(calls.map(({ status }) => status)).has('in-progress')).toBe(false);
});

test('no payload tells of a time yet to come, however fast calls run', async () => {
  const { deliveries } = await play({ calls: 150, rate: 5000, scenarios: scenarioNames });
  const latest = Math.max(...deliveries.map(({ params }) => Date.parse(params['Timestamp'] ?? 'Thu, 01 Jan 1970')));
  expect(latest).toBeGreaterThan(0);
  expect(latest).toBeLessThanOrEqual(Date.now());
});

test('a stopped load breaks off its calls and leaves nothing on its way', async () => {
  await using receiver = await startReceiver(bridge);
  const settings = { account: demoAccount, target: receiver.url, publicUrl: receiver.url, overrides: '' };
  await using stack = new AsyncDisposableStack();
  const simulator = stack.adopt(createSimulator(settings), (opened) => opened.close());
  simulator.startLoad(readLoadOptions({ calls: 0, rate: 500, speed: 20, seed: 1 }));
  while (simulator.stats().callbacks_acked < 20) await new Promise(setImmediate);
  await simulator.stop();
  const { done, live_calls, callbacks_sent } = simulator.stats();
  expect({ done, live_calls }).toEqual({ done: true, live_calls: 0 });
  expect(receiver.received).toHaveLength(callbacks_sent);
});
