import { expect, test } from '@jest/globals';
import { RequestError } from '../../http/request-error.ts';
import { commandNote } from './command-notes.ts';
import type { FloorRow } from '../floor.ts';

const AT = '2026-11-29T14:00:00.000Z';
const row = (state: string | null, fields: Partial<FloorRow> = {}) =>
  ({
    id: '1',
    is_final: false,
    control: {
      recording: { command: state && { kind: 'recording_pause', state, requested_at: AT, error: 'No such call' } },
      drop: null,
    },
    ...fields,
  }) as unknown as FloorRow;

test('a command is asked for until its effect is seen', () => {
  const since = Date.parse(AT);
  for (const state of ['queued', 'sending', 'unconfirmed'])
    expect(commandNote(row(state), 'recording', undefined)).toEqual({ is: 'asked', name: 'pause', since });
  for (const state of ['confirmed', 'superseded', null])
    expect(commandNote(row(state), 'recording', undefined)).toBeUndefined();
  expect(commandNote(row('queued'), 'drop', undefined)).toBeUndefined();
});

test('a command that failed says why, until the call has ended', () => {
  expect(commandNote(row('failed'), 'recording', undefined)).toMatchObject({ is: 'failed', why: 'No such call' });
  expect(commandNote(row('failed', { is_final: true }), 'recording', undefined)).toBeUndefined();
});

test('what was sent from here counts before what the server knows', () => {
  expect(commandNote(row('failed'), 'recording', { name: 'stop', at: 5 })).toEqual({
    is: 'asked',
    name: 'stop',
    since: 5,
  });
  const error = new RequestError({ code: 'x', title: 'X', detail: 'Refused.', status: 502, request_id: 'req_1' });
  expect(commandNote(row(null), 'drop', { name: 'drop', at: 5, error })).toMatchObject({
    is: 'failed',
    name: 'drop',
    why: 'Refused.',
    requestId: 'req_1',
  });
});
