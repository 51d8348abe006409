import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planDisconnection, readTargetName, type MadeConnection } from './connections.ts';

const connect = (before: string, after: string, parameter = 'VoiceUrl'): MadeConnection => ({
  action: 'connect',
  changes: [{ parameter, before, after }],
});
const now = (value: string) => new Map([['VoiceUrl', value]]);

test('what was there before is given back', () => {
  expect(planDisconnection([connect('theirs', 'ours')], now('ours'))).toEqual({
    changes: [{ parameter: 'VoiceUrl', before: 'ours', after: 'theirs' }],
    kept: [],
  });
});

test('connected twice, what was there before the first time is given back', () => {
  const history = [connect('theirs', 'old tunnel'), connect('old tunnel', 'new tunnel')];
  expect(planDisconnection(history, now('new tunnel'))?.changes).toEqual([
    { parameter: 'VoiceUrl', before: 'new tunnel', after: 'theirs' },
  ]);
});

test('what another hand has changed since is left as it is', () => {
  expect(planDisconnection([connect('theirs', 'ours')], now('another'))).toEqual({ changes: [], kept: ['VoiceUrl'] });
});

test('what was not connected, or is disconnected already, has nothing to give back', () => {
  expect(planDisconnection([], now('theirs'))).toBeUndefined();
  const given: MadeConnection = {
    action: 'disconnect',
    changes: [{ parameter: 'VoiceUrl', before: 'ours', after: 'theirs' }],
  };
  expect(planDisconnection([connect('theirs', 'ours'), given], now('theirs'))).toBeUndefined();
});

test('after any number of connects a disconnect leaves what was there before the first', () => {
  const value = fc.constantFrom('', 'a', 'b', 'c');
  const names = ['VoiceUrl', 'StatusCallback', 'TrunkSid'] as const;
  const settings = fc.record({ VoiceUrl: value, StatusCallback: value, TrunkSid: value });
  fc.assert(
    fc.property(settings, fc.array(settings, { minLength: 1, maxLength: 4 }), (theirs, wanted) => {
      const current = new Map<string, string>(Object.entries(theirs));
      const history = wanted.map((next): MadeConnection => {
        const changes = names
          .filter((name) => current.get(name) !== next[name])
          .map((name) => ({ parameter: name, before: current.get(name)!, after: next[name] }));
        for (const { parameter, after } of changes) current.set(parameter, after);
        return { action: 'connect', changes };
      });
      const { changes, kept } = planDisconnection(history, current)!;
      for (const { parameter, before, after } of changes) {
        expect(current.get(parameter)).toBe(before);
        current.set(parameter, after);
      }
      expect(kept).toEqual([]);
      expect(Object.fromEntries(current)).toEqual(theirs);
    }),
  );
});

test.each([
  ['+16175006181', 'number'],
  [` PN${'a'.repeat(32)} `, 'number'],
  [`AP${'0'.repeat(32)}`, 'application'],
  [`SD${'0'.repeat(32)}`, 'domain'],
  ['desk.sip.twilio.com', 'domain'],
  ['Desk.sip.us1.twilio.com', 'domain'],
  ['16175006181', undefined],
  ['AP123', undefined],
  ['example.com', undefined],
  ['', undefined],
])('%j names a target of the kind %s', (text, kind) => {
  expect(readTargetName(text)?.kind).toBe(kind);
});
