import { expect, test } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { describeEvent } from './describe-event.ts';
import type { StreamFrame } from './follow-events.ts';

const SID = `CA${'0'.repeat(31)}1`;
/** On a terminal the line has colours. */
const describe = (frame: StreamFrame) => stripVTControlCharacters(describeEvent(frame));
const at = { timestamp: '2026-11-30T14:02:19.114Z', callId: '7' };

test('a call is its status, its parties and its duration', () => {
  const data = { ...at, callSid: SID, status: 'completed', from: '+15085140320', to: null, duration: 29, version: 4 };
  expect(describe({ id: '1', event: 'call.ended', data })).toMatch(
    new RegExp(`^2026-11-30 14:02:19Z  call\\.ended +${SID}  completed  \\+15085140320 → \\?  29 s$`),
  );
});

test('another event is its fields with a value, without characters that control a terminal', () => {
  const data = {
    timestamp: at.timestamp,
    call_sid: null,
    call_id: null,
    siren_id: '12',
    note: 'a\u001b[2Jb',
    ids: ['1'],
  };
  const line = describe({ id: '1', event: 'siren.raised', data });
  expect(line).toMatch(/^2026-11-30 14:02:19Z {2}siren\.raised +siren_id=12 note=a�\[2Jb ids=\["1"\]$/);
});
