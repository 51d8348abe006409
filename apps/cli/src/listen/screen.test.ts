import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { forwardUrl } from './forward-callback.ts';
import { chosenOf, draw, EMPTY, moved, visibleRows, withCallback, withChange, type Screen } from './screen.ts';
import type { Callback } from './watch-callbacks.ts';

const callback = (id: number, status: string): Callback =>
  ({
    id: `${id}`,
    event_type: 'call-status',
    call_sid: `CA${'0'.repeat(32)}`,
    first_seen_at: '2026-11-30T14:02:19.114Z',
    copies: 1,
    signature_verdict: 'valid',
    payload: { CallStatus: status },
  }) as unknown as Callback;
const screenOf = (...statuses: string[]): Screen =>
  statuses.reduce(
    (screen, status, id) => withCallback(screen, { callback: callback(id, status), state: 'pending' }),
    EMPTY,
  );
const lines = (screen: Screen, rows = 30, columns = 120) =>
  stripVTControlCharacters(draw(screen, ['title'], { rows, columns })).split('\n');

test('the cursor follows what comes, stays on a callback once it was moved, and follows again below the last', () => {
  const three = screenOf('ringing', 'in-progress', 'completed');
  expect(chosenOf(three)?.callback.id).toBe('2');
  const up = moved(three, -1);
  const more = withCallback(up, { callback: callback(3, 'busy'), state: 'pending' });
  expect(chosenOf(more)?.callback.id).toBe('1');
  const down = moved(moved(more, 1), 1);
  expect(chosenOf(withCallback(down, { callback: callback(4, 'busy'), state: 'pending' }))?.callback.id).toBe('4');
  expect(chosenOf(moved(EMPTY, 1))).toBeUndefined();
});

test('a filter keeps the rows with its text, and says so where there is none', () => {
  const screen = screenOf('ringing', 'in-progress', 'completed');
  expect(visibleRows({ ...screen, filter: 'PROGRESS' }).map(({ callback: { id } }) => id)).toEqual(['1']);
  expect(lines({ ...screen, filter: 'nothing' }).join('\n')).toContain('No callback has this text.');
  expect(lines(EMPTY).join('\n')).toContain('Waiting for callbacks.');
});

test('a row shows its state and what the application answered', () => {
  const screen = withChange(screenOf('ringing'), '0', { state: 'completed', forwarded: { status: 500, ms: 23 } });
  expect(lines(screen)[2]).toMatch(
    /^> 14:02:19\.114 {2}CA0000…0000 {2}call-status +ringing +completed {2}forward 500 23 ms$/,
  );
});

test('the screen is never larger than the terminal', () => {
  const size = fc.record({ rows: fc.integer({ min: 8, max: 60 }), columns: fc.integer({ min: 30, max: 200 }) });
  const page = fc.option(
    fc.array(fc.string()).map((texts) => texts.map((text) => `- ${text}`).join('\n')),
    { nil: undefined },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 80 }),
      fc.integer({ min: -90, max: 9 }),
      page,
      size,
      (count, by, text, of) => {
        const screen = { ...moved(screenOf(...Array<string>(count).fill('ringing')), by), page: text };
        const drawn = lines(screen, of.rows, of.columns);
        expect(drawn.length).toBeLessThan(of.rows);
        for (const line of drawn) expect(line.length).toBeLessThan(of.columns);
        const hasCursor = text === undefined && count > 0;
        expect(drawn.filter((line) => line.startsWith('>'))).toHaveLength(hasCursor ? 1 : 0);
      },
    ),
  );
});

test.each([
  ['http://localhost:3000', '/voice?a=1', 'http://localhost:3000/voice?a=1'],
  ['http://localhost:3000/', '/webhooks/%2Fx', 'http://localhost:3000/webhooks/%2Fx'],
  ['http://localhost:3000/hooks', '/voice?a=1', 'http://localhost:3000/hooks?a=1'],
  ['http://localhost:3000/hooks?b=2', '/voice?a=1', 'http://localhost:3000/hooks?b=2&a=1'],
  ['http://localhost:3000/hooks?b=2', '/voice', 'http://localhost:3000/hooks?b=2'],
])('forwarded to %s, %s goes to %s', (to, target, url) => expect(forwardUrl(to, target)).toBe(url));
