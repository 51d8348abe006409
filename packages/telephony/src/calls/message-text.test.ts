import { expect, test } from '@jest/globals';
import { messageText, type WrittenCall } from './message-text.ts';
import { CALL_STATUSES } from './status.ts';

const call: WrittenCall = {
  direction: 'inbound',
  status: 'completed',
  from: '+15085140320',
  to: 'sip:dispatcher@abchomes.sip.us1.twilio.com',
  durationSec: 29,
};

test('a call is written up as the call inbox does it', () => {
  expect(messageText(call)).toEqual({
    subject: '📞 Incoming Call - 29s',
    body: '**From:** +1 (508) 514-0320\n**To:** dispatcher\n**Duration:** 29s',
  });
});

test.each<[Partial<WrittenCall>, string, string]>([
  [{ durationSec: 65 }, '📞 Incoming Call - 1m 5s', '1m 5s'],
  [{ durationSec: 3605 }, '📞 Incoming Call - 1h 0m 5s', '1h 0m 5s'],
  [{ durationSec: null }, '📞 Incoming Call', 'Unknown'],
  [{ direction: 'outbound' }, '📞 Outgoing Call - 29s', '29s'],
  [{ direction: 'internal' }, '📞 Internal Call - 29s', '29s'],
  [{ direction: 'external' }, '📞 External Call - 29s', '29s'],
  [{ status: 'dropped_by_monitor' }, '📞 Incoming Call - 29s', '29s'],
  [{ status: 'no-answer', durationSec: 0 }, '📞 Missed Call', '0s'],
  [{ status: 'canceled', durationSec: null }, '📞 Missed Call', 'Unknown'],
  [{ status: 'no-answer', direction: 'outbound', durationSec: 0 }, '📞 Outgoing Call - No Answer', '0s'],
  [{ status: 'canceled', direction: 'outbound', durationSec: 0 }, '📞 Outgoing Call - Canceled', '0s'],
  [{ status: 'busy', durationSec: 0 }, '📞 Incoming Call - Busy', '0s'],
  [{ status: 'failed', direction: 'outbound', durationSec: 0 }, '📞 Outgoing Call - Failed', '0s'],
  [{ status: 'in-progress', durationSec: null }, '📞 Incoming Call - In Progress', 'Ongoing'],
  [{ status: 'queued', direction: 'outbound', durationSec: null }, '📞 Outgoing Call - Ringing', 'Ongoing'],
])('%j is called %s and lasted %s', (changes, subject, duration) => {
  const text = messageText({ ...call, ...changes });
  expect(text.subject).toBe(subject);
  expect(text.body.split('\n')[2]).toBe(`**Duration:** ${duration}`);
});

test('every status has words of its own', () => {
  for (const status of CALL_STATUSES) {
    const { subject, body } = messageText({ ...call, direction: 'outbound', status });
    expect(subject).toMatch(/^📞 Outgoing Call - [A-Z0-9]/);
    expect(body.split('\n')).toHaveLength(3);
  }
});

test.each([
  ['sip:+15085140320@abchomes.sip.twilio.com', '+1 (508) 514-0320'],
  ['sips:front.desk@x;transport=tls', 'front.desk'],
  ['client:agent-2', 'agent-2'],
  ['+493012345678', '+49 30 12345678'],
  ['anonymous', 'Hidden caller'],
  ['+266696687', 'Hidden caller'],
  ['sip:anonymous@anonymous.invalid', 'Hidden caller'],
  ["Joe's B&B", "Joe's B&B"],
  ['', 'Unknown'],
  [null, 'Unknown'],
  ['client:[win](https://evil.example)', '\\[win\\](https://evil.example)'],
])('%s is shown as %s', (from, shown) => {
  expect(messageText({ ...call, from }).body).toContain(`**From:** ${shown}\n`);
});
