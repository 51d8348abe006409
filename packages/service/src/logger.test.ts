import { expect, test } from '@jest/globals';
import { openLogger, type Logger } from './logger.ts';

const PHONE = '+16175550142';
const AUTH_TOKEN = '0dd5eed5ca1ab1e0f1e55ed0ff1ce5aa';
const CALL_SID = `CA${'5'.repeat(32)}`;
const UUID = '12345678-1234-4234-8234-123456789012';

/** What one entry writes: as text, and parsed. */
function written(say: (log: Logger) => void): { text: string; line: Record<string, unknown> } {
  let text = '';
  say(openLogger('test', 'debug', { write: (line) => (text += line) }));
  return { text, line: JSON.parse(text) as Record<string, unknown> };
}

test('known fields are written as they are', () => {
  const fields = {
    event: 'call_placed',
    call_sid: CALL_SID,
    intent_id: UUID,
    inbox_id: '2077810000000042',
    rows: 3,
    event_type: 'call-status',
    next_try_at: '2026-11-21T14:00:00.000Z',
    route: 'POST /api/calls/:id/drop',
    id: ['1', '2'],
  };
  const { line } = written((log) => log.info(fields, 'a call was placed'));
  expect(line).toMatchObject({ ...fields, level: 'info', service: 'test', msg: 'a call was placed' });
});

test('an unknown field is not written, whatever its value', () => {
  const { text } = written((log) =>
    log.info(
      { from: PHONE, payload: { Body: PHONE }, headers: { authorization: AUTH_TOKEN }, transcript: 'I am Sam' },
      'm',
    ),
  );
  expect(text).not.toMatch(/617\D?555|authorization|Sam|payload|from/);
});

test('a field for a SID shows no other text', () => {
  for (const name of ['call_sid', 'recording_sid', 'sid'])
    for (const value of ['Sam', '16175550142', `${CALL_SID}0`, '', `CA${'g'.repeat(32)}`])
      expect(written((log) => log.info({ [name]: value }, 'm')).line[name]).toBe('[not a SID]');
  expect(written((log) => log.info({ call_sid: CALL_SID.toLowerCase() }, 'm')).line['call_sid']).toMatch(/^ca5+$/);
  expect(written((log) => log.info({ call_sid: null }, 'm')).line['call_sid']).toBeNull();
});

test('a phone number is not written in the field of an id either', () => {
  for (const number of [PHONE, '617 555 0142', '(617) 555-0142'])
    expect(written((log) => log.info({ call_sid: number, id: [number] }, 'm')).text).not.toContain(number);
});

test('an object is never written in a known field', () => {
  const { line } = written((log) => log.info({ call_sid: { from: PHONE }, id: [{ to: PHONE }], kind: null }, 'm'));
  expect(line).toMatchObject({ call_sid: '[object]', id: ['[object]'], kind: null });
});

test.each([
  PHONE,
  '16175550142',
  '(617) 555-0142',
  '617-555-0142',
  '+49 30 1234567',
  AUTH_TOKEN,
  'trk_abcdefgh_0123456789',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln',
  'postgresql://user:hunter2@db.example/calls',
  'https://x.example/login?token=abc123',
  'a'.repeat(43),
])('%s is removed from messages, sentences and errors', (secret) => {
  const said = `before ${secret} after`;
  const error = Object.assign(new Error(said, { cause: new TypeError(said) }), { code: 'E1', detail: said });
  const { text, line } = written((log) => log.error({ err: error, reason: said, error: { said } }, said));
  const part = /hunter2|abc123/.exec(secret)?.[0] ?? secret;
  expect(text).not.toContain(part);
  expect(line).toMatchObject({ msg: expect.stringMatching(/^before .*\[(?:number|secret)\].* after$/) });
  expect(written((log) => log.error(error)).text).not.toContain(part);
  expect(written((log) => log.error(said)).text).not.toContain(part);
});

test('an error keeps its class, code, message, stack and cause', () => {
  const error = Object.assign(new RangeError('went wrong', { cause: new TypeError('because') }), { code: '23505' });
  const { line } = written((log) => log.error({ err: error }, 'it failed'));
  expect(line['err']).toEqual({
    type: 'RangeError',
    code: '23505',
    message: 'went wrong',
    stack: expect.stringMatching(/^ +at .*logger\.test\.ts/),
    cause: { type: 'TypeError', message: 'because', stack: expect.any(String) },
  });
});

test.each([CALL_SID, UUID, '2077810000000042', 'see docs/decisions/0017', '23505', 'at 14:00:05, 12 of 4096 rows'])(
  '%s in a message is kept',
  (said) => expect(written((log) => log.warn(said)).line['msg']).toBe(said),
);

test('a process may open many loggers: none leaves a listener on stdout', () => {
  const before = process.stdout.listenerCount('error');
  for (let n = 0; n < 20; n++) openLogger('test', 'silent');
  expect(process.stdout.listenerCount('error')).toBe(before);
});
