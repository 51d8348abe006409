import { expect, test } from '@jest/globals';
import { type Answer, bridge, type Received, startReceiver } from '../test/receiver.ts';
import { demoAccount, ownedNumber } from './account.ts';
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
])('%s is reported as %s', async (scenario, story) => {
  const { deliveries, stats } = await play({ scenarios: [scenario] });
  expect(new Set(stories(deliveries))).toEqual(new Set([story]));
  expect(stats).toMatchObject({ calls: 6, callbacks_failed: 0, done: true, live_calls: 0 });
});

test('a call canceled while queued is shown by REST, without any callback', async () => {
  const { received, calls } = await play({ scenarios: ['canceled-queued'] });
  expect(received).toEqual([]);
  expect(calls).toHaveLength(6);
  expect(calls[0]).toMatchObject({ status: 'canceled', start_time: null, delivered: { status: null } });
});

test('sequence numbers count only the callbacks to that URL: a parent that reports only its end has 0', async () => {
  const { deliveries } = await play({ scenarios: ['inbound-sip-bridged'], calls: 12 });
  const reported = stories(deliveries);
  expect(reported.filter((story) => story === 'completed:0')).toHaveLength(12);
  expect(
    reported.filter((story) => story === 'initiated:0 ringing:1 in-progress:2 completed:3').length,
  ).toBeGreaterThan(3);
});

test('a bridged call follows its TwiML and ends with the dial action', async () => {
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

test('a transfer dials a second leg, with absolute URLs', async () => {
  const { calls, deliveries } = await play({ scenarios: ['transfer'], calls: 1 });
  expect(calls.map(({ direction }) => direction)).toEqual(['inbound', 'outbound-dial', 'outbound-dial']);
  expect(deliveries.filter(({ kind }) => kind === 'dial-action')).toHaveLength(1);
});

test('connection overrides in TwiML apply like those of the account', async () => {
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

test('a URL that is not below the target is never requested', async () => {
  const { deliveries } = await play({ scenarios: ['inbound-sip-bridged'], calls: 1 }, (request) => {
    const answer = bridge(request);
    return typeof answer === 'string' ? answer.replaceAll('"/webhooks', '"http://elsewhere.test/webhooks') : answer;
  });
  const elsewhere = deliveries.filter(({ url }) => url.startsWith('http://elsewhere.test'));
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(
    elsewhere.every(({ acked, attempts }) => !acked && attempts[0]?.error === 'ct elsewhere.test is not the target'),
  ).toBe(true);
});

test.each([
  '<Response><Dial action="http://"><Sip statusCallback="mailto:me">sip:a@b</Sip></Dial></Response>',
  '<Response><Pause length="long"/><Dial timeout="soon">+15085550100</Dial><Gather/><Record/><Unheard-of/></Response>',
  '<Response><Redirect/></Response>',
  '<Response><Redirect>::</Redirect></Response>',
])('the call ends normally with %s', async (document) => {
  const { calls } = await play({ scenarios: ['inbound-sip-bridged', 'transfer'], calls: 4 }, ({ path }) =>
    path.includes('voice-inbound') ? document : 204,
  );
  expect(calls.every(({ status, end_time }) => status !== 'in-progress' && end_time !== 'Invalid Date')).toBe(true);
});

test('without TwiML the call ends after an application error', async () => {
  const { calls } = await play({ scenarios: ['inbound-sip-bridged'], calls: 1 }, ({ path }) =>
    path.includes('voice-inbound') ? 500 : 204,
  );
  expect(calls).toMatchObject([{ status: 'completed' }]);
});

test('every request is signed for the public address, and no forged one is', async () => {
  const isSigned = ({ path, params, headers }: Received): boolean =>
    headers['x-twilio-signature'] === signRequest(demoAccount.authToken, `http://calls.test${path}`, params);
  const { stats } = await play({ calls: 30, forge: 0.3 }, (received) => (isSigned(received) ? bridge(received) : 403));
  expect(stats).toMatchObject({ callbacks_failed: 0, forged_acked: 0 });
  expect(stats.forged).toBeGreaterThan(5);
});

test('the same seed and time give the same calls, payloads and faults', async () => {
  const given = { calls: 40, at: '2026-02-12T11:48:25Z', drop: 0.1, duplicate: 0.2, forge: 0.1 };
  const summarize = ({ deliveries, calls }: Awaited<ReturnType<typeof play>>) => [
    calls.map(({ sid, status, duration }) => [sid, status, duration].join()).toSorted(),
    deliveries.map(({ url, params, faults }) => JSON.stringify([url, params, faults])).toSorted(),
  ];
  const once = summarize(await play(given));
  expect(summarize(await play(given))).toEqual(once);
  expect(summarize(await play({ ...given, seed: 6 }))).not.toEqual(once);
});

test('changing one fault rate leaves the other faults of a seed as they are', async () => {
  const given = { calls: 30, at: '2026-02-12T11:48:25Z', duplicate: 0.2, scenarios: ['busy'] };
  const duplicated = ({ deliveries }: Awaited<ReturnType<typeof play>>) =>
    deliveries.filter(({ faults }) => faults.includes('duplicate')).map(({ params }) => params['CallSid']);
  const both = new Set(duplicated(await play({ ...given, slow: 0 })));
  expect(new Set(duplicated(await play({ ...given, drop: 0 })))).toEqual(both);
  const some = duplicated(await play({ ...given, drop: 0.3 }));
  expect(some.length).toBeGreaterThan(0);
  expect(some.every((sid) => both.has(sid))).toBe(true);
});

test('a dropped callback is never sent, but has a sequence number and a delivery', async () => {
  const { received, deliveries, calls, stats } = await play({ drop: 1, scenarios: ['answered'] });
  expect(received).toEqual([]);
  expect(stats).toMatchObject({ callbacks_sent: 0, dropped: deliveries.length, callbacks_failed: 0 });
  expect(deliveries.every(({ dropped, acked, attempts }) => dropped && !acked && attempts.length === 0)).toBe(true);
  expect(calls.every(({ status, delivered }) => status === 'completed' && delivered.status === null)).toBe(true);
});

test('an unanswered callback uses all its attempts, and never arrives whole', async () => {
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

test('with all callbacks dropped or unanswered, requests for TwiML still arrive', async () => {
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

test('the delivered status is that of the acknowledged callbacks', async () => {
  const { calls } = await play({ scenarios: ['answered'] }, ({ params }) =>
    params['CallStatus'] === 'completed' ? 500 : 204,
  );
  expect(calls.every(({ status }) => status === 'completed')).toBe(true);
  expect(calls.every(({ delivered }) => delivered.status === 'in-progress' && delivered.call_duration === null)).toBe(
    true,
  );
});

test('every scenario plays to its end, even if all callbacks fail', async () => {
  const { stats, calls } = await play({ calls: 80, rate: 5000, scenarios: scenarioNames }, () => 503);
  expect(stats).toMatchObject({ calls: 80, live_calls: 0, callbacks_acked: 0, done: true });
  expect(new Set(calls.map(({ status }) => status)).has('in-progress')).toBe(false);
});

test('no payload has a time in the future, at any speed', async () => {
  const { deliveries } = await play({ calls: 150, rate: 5000, scenarios: scenarioNames });
  const latest = Math.max(...deliveries.map(({ params }) => Date.parse(params['Timestamp'] ?? 'Thu, 01 Jan 1970')));
  expect(latest).toBeGreaterThan(0);
  expect(latest).toBeLessThanOrEqual(Date.now());
});

test('a stopped load abandons its calls and leaves no request in flight', async () => {
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

test('the given people call and are called, and take turns', async () => {
  const numbers = ['+15085550101', '+16175550102', '+442079460103', '+12025550104'];
  const callers = [...numbers, 'sip:nora@abchomes.sip.us1.twilio.com'];
  const { calls } = await play({ calls: 12, scenarios: ['answered', 'transfer', 'outbound-bridged'], callers });
  const dialled = numbers.map((number) => `sip:${number}@abchomes.sip.us1.twilio.com`);
  const bridged = '+15085550120'; // whom the receiver's TwiML dials
  for (const address of calls.flatMap(({ from, to }) => [from, to]))
    expect([...callers, ...dialled, bridged, ownedNumber]).toContain(address);
  const outbound = await play({ calls: 4, scenarios: ['answered'], callers });
  expect(new Set(outbound.calls.map(({ to }) => to))).toEqual(new Set(numbers));
});

test('the end of each leg can be lost, and nothing else', async () => {
  const { deliveries } = await play({ scenarios: ['answered'], dropEnd: 1 });
  const statuses = deliveries.filter(({ kind }) => kind === 'status');
  expect(new Set(statuses.map(({ call_status, dropped }) => `${call_status} ${dropped}`))).toEqual(
    new Set(['initiated false', 'ringing false', 'in-progress false', 'completed true']),
  );
});
