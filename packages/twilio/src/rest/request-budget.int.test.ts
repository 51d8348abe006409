import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { startSimulator, type AppProcess } from '../../../../test/support/processes/processes.ts';
import { openTwilio, type TwilioOptions, type TwilioRest } from './open-twilio.ts';
import type { RequestReport } from './request-budget.ts';
import { TwilioUnavailableError } from './rest-errors.ts';
import { demoConfig, simulatorAt } from '../../test/open-simulator.ts';

const UNKNOWN = `CA${'0'.repeat(32)}`;

let app: AppProcess;
let simulator: ReturnType<typeof simulatorAt>;
let opened: TwilioRest | undefined;

beforeAll(async () => {
  app = await startSimulator();
  simulator = simulatorAt(app.url);
});
afterEach(() => opened?.[Symbol.dispose]());
afterAll(async () => app?.[Symbol.asyncDispose]());

function open(pace: TwilioOptions['pace'], options: { cap?: number; onRequest?: TwilioOptions['onRequest'] } = {}) {
  const config = { ...demoConfig(app.url), TWILIO_MAX_IN_FLIGHT: options.cap ?? 10 };
  opened = openTwilio(config, { pace: { ...pace }, ...(options.onRequest && { onRequest: options.onRequest }) });
  return opened;
}

const fetchMany = (twilio: TwilioRest, count: number, signal?: AbortSignal) =>
  Promise.allSettled(Array.from({ length: count }, () => twilio.fetchCall(UNKNOWN, signal)));
const failuresOf = (results: PromiseSettledResult<unknown>[]): unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
const nameOf = (error: unknown) => (error as Error).name;

test('a burst of 429 and 5xx ends in success, with exactly one repetition per refusal', async () => {
  await simulator.setFaults({ tooMany: 0.3, serverError: 0.1 });
  const twilio = open({ attempts: 25 });
  expect(failuresOf(await fetchMany(twilio, 80))).toEqual([]);
  const { requests, refused } = await simulator.restStats();
  expect(refused.tooMany).toBeGreaterThan(10);
  expect(refused.serverError).toBeGreaterThan(0);
  expect(requests).toBe(80 + refused.tooMany + refused.serverError);
  expect(twilio.usage()).toMatchObject({ requests, retried: requests - 80, refused: requests - 80, breaker: 'closed' });
});

test('never more requests than the cap are in flight, as Twilio counts them', async () => {
  await simulator.setFaults({ latencyMs: 30, tooMany: 0.2 });
  const twilio = open({}, { cap: 4 });
  expect(failuresOf(await fetchMany(twilio, 40))).toEqual([]);
  expect((await simulator.restStats()).maxInFlight).toBe(4);
  expect(twilio.usage()).toMatchObject({ inFlight: 0, maxInFlight: 4 });
});

test('every request succeeds on an account that accepts fewer at once than we send', async () => {
  await simulator.setFaults({ latencyMs: 10, concurrency: 3 });
  const twilio = open({ attempts: 25 });
  expect(failuresOf(await fetchMany(twilio, 30))).toEqual([]);
  expect((await simulator.restStats()).refused.tooMany).toBeGreaterThan(0);
});

test.each(['hang', 'drip'] as const)('an answer that does not end is aborted at the deadline: %s', async (fault) => {
  await simulator.setFaults({ [fault]: 1 });
  const twilio = open({ deadlineMs: 1500, attempts: 2 }); // longer than the drip pauses
  const [failure] = failuresOf(await fetchMany(twilio, 1));
  expect(failure).toMatchObject({ name: 'TwilioUnansweredError', reason: 'deadline' });
  expect(twilio.usage()).toMatchObject({ requests: 2, retried: 1, inFlight: 0 });
});

test('a request that hung once succeeds at the next attempt', async () => {
  await simulator.setFaults({ hang: 1 });
  const twilio = open({ deadlineMs: 500 }, { onRequest: () => healing.resolve() });
  const healing = Promise.withResolvers<void>();
  const fetching = twilio.fetchCall(UNKNOWN);
  await healing.promise;
  await simulator.setFaults({});
  await expect(fetching).resolves.toBeUndefined();
});

test('a revoked token fails at once, is not retried, and does not open the circuit', async () => {
  await simulator.setFaults({ revoked: true });
  const twilio = open({});
  const failures = failuresOf(await fetchMany(twilio, 20));
  expect(failures.map(nameOf)).toEqual(Array.from({ length: 20 }, () => 'TwilioCredentialsError'));
  expect((await simulator.restStats()).unauthorized).toBe(20);
  await simulator.setFaults({});
  await expect(twilio.fetchCall(UNKNOWN)).resolves.toBeUndefined();
});

test('Retry-After is honoured: waited for where there is time, else the request fails', async () => {
  await simulator.setFaults({ tooMany: 1, retryAfter: 1 });
  const impatient = open({ repeatWithinMs: 700 });
  expect(failuresOf(await fetchMany(impatient, 1))).toMatchObject([{ name: 'TwilioRequestError', status: 429 }]);
  expect(impatient.usage().requests).toBe(1);
  impatient[Symbol.dispose]();
  await simulator.setFaults({ tooMany: 1 });
  const free = open({ repeatWithinMs: 700 });
  expect(failuresOf(await fetchMany(free, 1))).toMatchObject([{ status: 429, code: 20429 }]);
  expect(free.usage().requests).toBeGreaterThan(1);
});

test('429s alone never open the circuit', async () => {
  await simulator.setFaults({ tooMany: 1 });
  const twilio = open({ attempts: 2 });
  expect(failuresOf(await fetchMany(twilio, 20)).map(nameOf)).toEqual(
    Array.from({ length: 20 }, () => 'TwilioRequestError'),
  );
  expect(twilio.usage()).toMatchObject({ requests: 40, breaker: 'closed' });
});

test('while Twilio is down only one probe at a time is sent, and its success closes the circuit', async () => {
  await simulator.setFaults({ serverError: 1, latencyMs: 20 });
  const twilio = open({ openMs: 1200 });
  const failures = failuresOf(await fetchMany(twilio, 12));
  expect(new Set(failures.map(nameOf))).toEqual(new Set(['TwilioUnavailableError']));
  for (const failure of failures)
    expect(failure).toMatchObject({ nextTryAt: expect.any(Date), cause: { status: 503 } });
  const { requests } = twilio.usage();
  expect(requests).toBeLessThan(8 + 10);
  expect(failuresOf(await fetchMany(twilio, 50))).toHaveLength(50);
  expect(twilio.usage()).toMatchObject({ requests, breaker: 'open' });

  const probing = await whenProbing(twilio, 20);
  expect(failuresOf(probing)).toHaveLength(20);
  expect(twilio.usage()).toMatchObject({ requests: requests + 1, breaker: 'open' });

  await simulator.setFaults({ latencyMs: 20 });
  const healed = await whenProbing(twilio, 20);
  expect(failuresOf(healed).every((error) => error instanceof TwilioUnavailableError)).toBe(true);
  expect(failuresOf(healed)).toHaveLength(19);
  expect((await simulator.restStats()).requests).toBe(1);
  expect(twilio.usage().breaker).toBe('closed');
  expect(failuresOf(await fetchMany(twilio, 20))).toEqual([]);
});

/** Sends them all in one moment, as soon as one of them is let through. */
async function whenProbing(twilio: TwilioRest, count: number): Promise<PromiseSettledResult<unknown>[]> {
  const { requests } = twilio.usage();
  return eventually(async () => {
    const results = await fetchMany(twilio, count);
    expect(twilio.usage().requests).toBeGreaterThan(requests);
    return results;
  });
}

test('a signal ends a request wherever it is: queued, in flight, or waiting for its next attempt', async () => {
  await simulator.setFaults({ hang: 1 });
  const twilio = open({}, { cap: 3 });
  const giveUp = new AbortController();
  const fetching = fetchMany(twilio, 10, giveUp.signal);
  await eventually(() => expect(twilio.usage().inFlight).toBe(3));
  const reason = new Error('enough');
  giveUp.abort(reason);
  expect(failuresOf(await fetching)).toEqual(Array.from({ length: 10 }, () => reason));
  expect(twilio.usage()).toMatchObject({ requests: 3, inFlight: 0 });

  await simulator.setFaults({ tooMany: 1, retryAfter: 1 });
  const giveUpWaiting = new AbortController();
  const waiting = twilio.fetchCall(UNKNOWN, giveUpWaiting.signal);
  waiting.catch(() => {});
  await eventually(() => expect(twilio.usage().retried).toBe(1));
  giveUpWaiting.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(twilio.fetchCall(UNKNOWN, giveUpWaiting.signal)).rejects.toBe(reason);
  expect(twilio.usage().requests).toBe(4);
});

test('an aborted probe proves nothing: the circuit stays open', async () => {
  await simulator.setFaults({ serverError: 1 });
  const started: RequestReport[] = [];
  const twilio = open({ openMs: 300 }, { onRequest: (report) => started.push(report) });
  await fetchMany(twilio, 10);
  await simulator.setFaults({ hang: 1 });
  const giveUp = new AbortController();
  const { requests } = twilio.usage();
  await eventually(() => {
    void fetchMany(twilio, 1, giveUp.signal);
    expect(twilio.usage()).toMatchObject({ requests: requests + 1, breaker: 'half-open' });
  });
  giveUp.abort();
  await eventually(() => expect(started.at(-1)).toMatchObject({ outcome: 'aborted' }));
  await eventually(() => expect(twilio.usage().breaker).toBe('open'));
});

test('disposal aborts every request, and refuses new ones', async () => {
  await simulator.setFaults({ hang: 1 });
  const twilio = open({});
  const fetching = fetchMany(twilio, 3);
  await eventually(() => expect(twilio.usage().inFlight).toBe(3));
  twilio[Symbol.dispose]();
  expect(failuresOf(await fetching).map((error) => (error as Error).message)).toEqual(
    Array.from({ length: 3 }, () => 'The Twilio client is closed'),
  );
  await expect(twilio.fetchCall(UNKNOWN)).rejects.toThrow('closed');
});
