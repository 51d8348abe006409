import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { STATUS_EVENTS, eventOf, type StatusEvent } from '../callbacks/callback-name.ts';
import { DELIVERY_WINDOW_SECONDS, expectedCallbacks, type ExpectedCallback } from './expected-callbacks.ts';
import type { Fact } from '../facts/fact.ts';
import type { CallStatus } from '../calls/status.ts';

const at = (second: number) => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString();
const MUCH_LATER = new Date(at(3600));

const fact = (changes: Partial<Fact>): Fact => ({
  key: `${changes.kind ?? 'call-status'}:${changes.source ?? ''}:${changes.status}:${changes.sequence}`,
  kind: 'call-status',
  source: 'webhook',
  callSid: 'CA1',
  status: null,
  sequence: null,
  occurredAt: null,
  observedAt: at(10),
  values: {},
  ...changes,
});
const status = (said: CallStatus, sequence: number | null, second = 5): Fact =>
  fact({ status: said, sequence, occurredAt: at(second), observedAt: at(second + 1) });
const rest = (said: CallStatus, changes: Partial<Fact> = {}): Fact =>
  fact({ kind: 'call-resource', source: 'reconcile_hot', status: said, occurredAt: at(5), ...changes });
const dialled = { values: { twilioDirection: 'outbound-dial' } };
const inbound = { values: { twilioDirection: 'inbound' } };
const missing = (facts: Fact[], dialAction: Fact | null = null, now = MUCH_LATER) =>
  expectedCallbacks(facts, now, dialAction)
    .filter(({ factKey }) => factKey === null)
    .map(({ name }) => name);

test.each<[string, Fact[], string[]]>([
  [
    'a number proves all lower ones; of four the names are certain',
    [status('completed', 3)],
    ['initiated', 'ringing', 'answered'],
  ],
  ['in-progress as number 2 proves both before it', [status('in-progress', 2)], ['initiated', 'ringing']],
  ['ringing as number 1 proves initiated', [status('ringing', 1)], ['initiated']],
  [
    'busy as number 2 came after initiated and ringing, as it was not answered',
    [status('busy', 2)],
    ['initiated', 'ringing'],
  ],
  [
    'completed as number 2 leaves open which two of three came before',
    [status('completed', 2)],
    ['status callback 0', 'status callback 1'],
  ],
  ['what came with a number is not missing', [status('initiated', 0), status('completed', 2)], ['status callback 1']],
  ['a subscription to completed alone says no more', [status('completed', 0)], []],
  [
    'one number with two statuses: two URLs, so numbers prove nothing',
    [status('ringing', 1), status('completed', 1)],
    [],
  ],
  ['one status with two numbers: two URLs', [status('completed', 0), status('completed', 3)], []],
  ['numbers that run against the order of events: two URLs', [status('completed', 0), status('ringing', 1)], []],
  ['more numbers than events between two: two URLs', [status('ringing', 0), status('in-progress', 2)], []],
  [
    'two URLs whose numbers happen to fit name nothing that neither may have sent',
    [status('ringing', 0), status('completed', 2)],
    ['status callback 1'],
  ],
  ['a callback without a number may have been any of them', [status('completed', 2), status('ringing', null)], []],
  ['an inbound call that REST says is over ends with completed', [rest('completed', inbound)], ['completed']],
  ['REST counts as no callback', [status('ringing', 0), rest('busy')], ['completed']],
  ['a call that REST still sees alive owes nothing', [rest('in-progress', inbound)], []],
  [
    'a call cancelled while it was queued sends nothing',
    [rest('canceled', { values: { twilioDirection: 'outbound-api' } })],
    [],
  ],
  [
    'a call cancelled while it rang ends with a callback',
    [rest('canceled', { values: { twilioDirection: 'outbound-api', startTime: at(1) } })],
    ['completed'],
  ],
  ['so does one of which something came', [status('initiated', 0), rest('canceled')], ['completed']],
  ['a caller who gives up was never queued', [rest('canceled', inbound)], ['completed']],
  ['a dialled leg sends initiated, however it ends', [rest('ringing', dialled)], ['initiated']],
  [
    'a dialled leg that was answered sends answered too, and ringing only if that is proven',
    [rest('completed', dialled)],
    ['initiated', 'answered', 'completed'],
  ],
  ['a dialled leg that failed was not answered', [rest('failed', dialled)], ['initiated', 'completed']],
  [
    'a dialled leg whose numbers show another subscription owes nothing by our TwiML',
    [{ ...status('completed', 0), ...dialled }],
    [],
  ],
  [
    'a dialled leg that skipped ringing is known by its number',
    [{ ...status('completed', 2), ...dialled }],
    ['initiated', 'answered'],
  ],
  [
    'an action request with the call completed proves its end',
    [fact({ kind: 'dial-action', status: 'completed' })],
    ['completed'],
  ],
  ['an action request on a live call proves no end', [fact({ kind: 'gather-action', status: 'in-progress' })], []],
  ['our own drop proves no end', [fact({ kind: 'call-drop', source: 'api', status: 'dropped_by_monitor' })], []],
])('%s', (_promise, facts, names) => expect(missing(facts)).toEqual(names));

test('the request that a dial ended proves the end of the leg it dialled, of which nothing came', () => {
  const action = (dialStatus: string) => fact({ kind: 'dial-action', dial: { status: dialStatus, callSid: 'CA2' } });
  expect(missing([], action('no-answer'))).toEqual(['initiated', 'completed']);
  expect(expectedCallbacks([], MUCH_LATER, action('busy')).at(-1)).toMatchObject({ status: 'busy', isOverdue: true });
});

const recording = (sid: string, said: string, changes: Partial<Fact> = {}): Fact =>
  fact({
    key: `${sid}:${said}`,
    kind: 'recording-complete',
    recording: { sid, status: said, startedAt: null },
    ...changes,
  });
const rested = { kind: 'recording-resource', source: 'reconcile_warm' } as const;

test.each<[string, Fact[], string[]]>([
  [
    'a recording that REST says is completed has a callback',
    [recording('RE1', 'completed', rested)],
    ['recording RE1 completed'],
  ],
  ['one that turned out to be silent ends too', [recording('RE1', 'absent', rested)], ['recording RE1 completed']],
  ['one that still runs has none yet', [recording('RE1', 'in-progress', rested)], []],
  [
    'absent is an end that came',
    [recording('RE1', 'absent', { kind: 'recording-absent' }), recording('RE1', 'completed', rested)],
    [],
  ],
  [
    'in-progress is not the end',
    [recording('RE1', 'in-progress', { kind: 'recording-in-progress' }), recording('RE1', 'completed', rested)],
    ['recording RE1 completed'],
  ],
  [
    'each recording counts by itself',
    [recording('RE1', 'completed'), recording('RE2', 'completed', rested)],
    ['recording RE2 completed'],
  ],
  [
    'one that only an action request names may never have been subscribed',
    [recording('RE1', 'completed', { kind: 'dial-action' })],
    [],
  ],
])('%s', (_promise, facts, names) => expect(missing(facts)).toEqual(names));

test('requests for TwiML that came are expected and received, each under a name of its own', () => {
  const gathers = [1, 2].map((n) =>
    fact({ key: `g${n}`, kind: 'gather-action', status: 'in-progress', observedAt: at(n) }),
  );
  const all = expectedCallbacks([...gathers, fact({ kind: 'call-inbound', status: 'ringing' })], MUCH_LATER);
  expect(all.map(({ name, factKey }) => [name, factKey])).toEqual([
    ['gather action', 'g1'],
    ['gather action 2', 'g2'],
    ['voice request', 'call-inbound::ringing:undefined'],
  ]);
});

test('a callback is overdue once the window after the first proof of it is over, by Twilio’s clock where that is known', () => {
  const [, open] = expectedCallbacks(
    [status('ringing', 1, 20), status('completed', 3, 40)],
    new Date(at(20 + DELIVERY_WINDOW_SECONDS - 1)),
  )
    .filter(({ factKey }) => factKey === null)
    .toSorted((a, b) => (a.name < b.name ? 1 : -1));
  expect(open).toMatchObject({ name: 'answered', dueAt: at(70), isOverdue: false });
  const atDue = (facts: Fact[], now: string) =>
    expectedCallbacks(facts, new Date(now)).find(({ factKey }) => factKey === null);
  expect(atDue([status('ringing', 1, 20)], at(50))).toMatchObject({
    name: 'initiated',
    dueAt: at(50),
    isOverdue: true,
  });
  expect(atDue([rest('in-progress', { ...dialled, occurredAt: at(1), observedAt: at(300) })], at(320))).toMatchObject({
    dueAt: at(330),
    isOverdue: false,
  });
});

test('every entry says how it is known', () => {
  const because = expectedCallbacks([status('completed', 1), rest('completed')], MUCH_LATER).map(
    (entry) => entry.because,
  );
  expect(because).toEqual(['it came', 'completed came as number 1, so number 0 was fired']);
  expect(expectedCallbacks([rest('busy', inbound)], MUCH_LATER)[0]).toMatchObject({
    because: 'Twilio’s REST API says that the call ended: busy',
    status: 'busy',
    factKey: null,
  });
});

type Call = { events: StatusEvent[]; end: CallStatus };
const subsets = <T>([first, ...others]: readonly T[]): T[][] =>
  first === undefined ? [[]] : subsets(others).flatMap((set) => [set, [first, ...set]]);
/** All that can happen: any event before the end may be skipped, and an unanswered end follows no answer. */
const CALLS: Call[] = subsets<StatusEvent>(['initiated', 'ringing', 'answered']).flatMap((events) => {
  const ends = ['completed', 'failed', 'busy', 'no-answer', 'canceled'] as const;
  return ends.slice(0, events.includes('answered') ? 2 : 5).map((end) => ({ events, end }));
});
type Fired = { url: number; event: StatusEvent; sequence: number; fact: Fact };
const fire = ({ events, end }: Call, subscription: readonly StatusEvent[], url: number): Fired[] =>
  [...events, 'completed' as const]
    .filter((event) => subscription.includes(event))
    .map((event, sequence) => {
      const said = event === 'completed' ? end : event === 'answered' ? 'in-progress' : event;
      return {
        url,
        event,
        sequence,
        fact: { ...status(said, sequence, STATUS_EVENTS.indexOf(event) * 5), key: `${url}:${event}` },
      };
    });
/** What may have been fired to two URLs, of which the second may be none, and come from them: each case once. */
const listCases = ({ events, end }: Call): [fired: Fired[], delivered: Fired[]][] => {
  const lists = subsets<StatusEvent>([...events, 'completed']);
  return lists.flatMap((first) =>
    lists.flatMap((second) => {
      const fired = [...fire({ events, end }, first, 0), ...fire({ events, end }, second, 1)];
      return subsets(fired).map((delivered): [Fired[], Fired[]] => [fired, delivered]);
    }),
  );
};

test('with any subscriptions of one URL or two, and any losses, neither a callback that came nor one that was not fired is missing', () => {
  const isTrue = (fired: readonly Fired[], delivered: readonly Fired[]): boolean => {
    const facts = delivered.map((one) => one.fact);
    const came = new Set<string>(delivered.map(({ event }) => event));
    const lost = fired.filter((one) => !delivered.includes(one));
    const isLost = ({ name, sequence }: ExpectedCallback) =>
      lost.some((one) => one.sequence === sequence && (name === one.event || name === `status callback ${sequence}`));
    const expected = expectedCallbacks(facts, MUCH_LATER);
    const received = expected.filter(({ factKey }) => factKey !== null);
    return (
      received.length === came.size &&
      received.every(({ name }) => came.has(name)) &&
      expected.every((callback) => callback.factKey !== null || (isLost(callback) && !came.has(callback.name)))
    );
  };
  const cases = CALLS.flatMap(listCases);
  expect(cases.length).toBeGreaterThan(20_000);
  expect(cases.filter(([fired, delivered]) => !isTrue(fired, delivered))).toEqual([]);
});

test('a dialled leg, REST and numbers together name exactly what was lost, but for a ringing that nothing proves', () => {
  const played = CALLS.filter(
    ({ events, end }) => events.includes('initiated') && events.includes('answered') === (end === 'completed'),
  );
  const cases = fc.constantFrom(...played).chain((one) => {
    const fired = fire(one, STATUS_EVENTS, 0);
    return fc.tuple(fc.constant(one), fc.constant(fired), fc.subarray(fired));
  });
  fc.assert(
    fc.property(cases, ([{ end }, fired, delivered]) => {
      const facts = [rest(end, dialled), ...delivered.map((one) => ({ ...one.fact, ...dialled }))];
      const lost = fired.filter((one) => !delivered.includes(one)).map(({ event }) => event);
      const found = missing(facts).map((name) => (name.startsWith('status') ? 'ringing' : name));
      const isProven = delivered.some(
        ({ sequence, event }) => sequence > fired.findIndex((one) => one.event === 'ringing') && event !== 'initiated',
      );
      expect(found.toSorted()).toEqual(lost.filter((event) => event !== 'ringing' || isProven).toSorted());
    }),
    { numRuns: 2000 },
  );
});

test('eventOf knows the four events and no other', () => {
  const cases = ['initiated', 'ringing', 'in-progress', 'busy', 'failed', 'queued', null] as const;
  expect(cases.map((said) => eventOf(said))).toEqual([
    'initiated',
    'ringing',
    'answered',
    'completed',
    'completed',
    null,
    null,
  ]);
});
