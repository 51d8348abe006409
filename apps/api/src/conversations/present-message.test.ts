import { expect, test } from '@jest/globals';
import type { MessageRow } from '@trunkline/db/conversations';
import { presentMessage } from './present-message.ts';

const row: MessageRow = {
  id: '123',
  call_sid: 'CA00000000000000000000000000000001',
  parent_call_sid: null,
  direction: 'inbound',
  status: 'completed',
  dial_call_status: 'completed',
  from_number: '+15085140320',
  to_number: '+16175006181',
  duration_sec: 54,
  start_time: new Date('2026-02-08T06:11:00Z'),
  end_time: new Date('2026-02-08T06:11:54Z'),
  created_at: new Date('2026-02-08T06:11:01Z'),
  legs: [{ durationSec: 42, endTime: '2026-02-08T06:11:53Z' }],
  parent_duration_sec: null,
  position: '1.1',
};

test('a bridged call is one message, with wait time and talk time', () => {
  expect(presentMessage(row)).toMatchObject({
    id: '123',
    subject: '📞 Incoming Call - 54s',
    body: '**From:** +1 (508) 514-0320\n**To:** +1 (617) 500-6181\n**Duration:** 54s',
    created_at: new Date('2026-02-08T06:11:00Z'),
    direction: 'inbound',
    call_status: 'completed',
    duration: 54,
    total_duration: 54,
    talk_time: 42,
    wait_time: 12,
  });
});

test('a leg whose caller is in another conversation takes the total from there', () => {
  const leg = { ...row, parent_call_sid: 'CA2', duration_sec: 42, legs: [], parent_duration_sec: 54 };
  expect(presentMessage(leg)).toMatchObject({ duration: 42, total_duration: 54, talk_time: 42, wait_time: 12 });
});

test('a call without a dialled leg has neither wait time nor talk time', () => {
  const alone = { ...row, legs: [], dial_call_status: null };
  expect(presentMessage(alone)).toMatchObject({ total_duration: 54, talk_time: null, wait_time: null });
});

test.each([
  ['no-answer', '📞 Missed Call'],
  ['busy', '📞 Incoming Call - Busy'],
])('a completed call whose leg failed shows the result of the leg: %s', (dialled, subject) => {
  const shown = presentMessage({ ...row, dial_call_status: dialled });
  expect(shown).toMatchObject({ subject, call_status: dialled, metadata: { display_status: dialled } });
  expect(shown.metadata.twilio_status).toBe('completed');
});

test.each([
  ['queued', 'ringing'],
  ['dropped_by_monitor', 'completed'],
] as const)('%s is shown in the words of the call inbox: %s', (status, word) => {
  expect(presentMessage({ ...row, status, dial_call_status: null }).call_status).toBe(word);
});
