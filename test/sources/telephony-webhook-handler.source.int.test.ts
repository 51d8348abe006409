/** The telephony webhook handler (REQ-010): `POST /webhooks/telephony/events` and its domain events. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Body } from '../../apps/api/test/open-test-api.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { emptyTables } from '../support/db/inbox.ts';
import { openSourceSystem, type SourceSystem } from '../support/api/source-system.ts';

let system: SourceSystem;
beforeAll(async () => void (system = await openSourceSystem()));
afterAll(async () => system?.[Symbol.asyncDispose]());
beforeEach(() => emptyTables(system.db));

const SID = callSid(1);
const EVENTS = '/webhooks/telephony/events?call_id=test-call-123&campaign_id=spring&contact_id=c-7';

async function report(status: string, more: Record<string, string> = {}, sid = SID): Promise<unknown> {
  const answer = await system.twilio(EVENTS, { ...progress(sid, status, 2), ...more });
  expect(answer).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' });
  return JSON.parse(answer.text);
}
const attempts = async () => (await system.api.send('/api/call-attempts?campaign_id=spring')).body['data'] as Body[];

test.each([
  ['queued', 'call.initiated', 'dialing'],
  ['initiated', 'call.initiated', 'dialing'],
  ['ringing', 'call.ringing', 'dialing'],
  ['in-progress', 'call.answered', 'reached'],
  ['completed', 'call.completed', 'reached'],
  ['no-answer', 'call.no_answer', 'no_answer'],
  ['busy', 'call.busy', 'busy'],
  ['failed', 'call.failed', 'failed'],
  ['canceled', 'call.canceled', 'canceled'],
])('%s is answered as %s, and the contact is %s', async (status, event, state) => {
  expect(await report(status)).toEqual({ status: 'processed', call_id: 'test-call-123', event_type: event });
  expect(await attempts()).toMatchObject([
    {
      call_sid: SID,
      call_id: 'test-call-123',
      campaign_id: 'spring',
      contact_id: 'c-7',
      event_type: event,
      contact_state: state,
    },
  ]);
});

test('a duplicate is answered as a duplicate and changes nothing', async () => {
  await report('completed');
  const before = await attempts();
  expect(await report('completed')).toEqual({
    status: 'duplicate',
    call_id: 'test-call-123',
    event_type: 'call.completed',
  });
  expect(await attempts()).toEqual(before);
});

test('completed records the duration', async () => {
  await report('completed', { CallDuration: '31' });
  expect(await attempts()).toMatchObject([{ duration_sec: 31 }]);
});

test('failed records the error', async () => {
  await report('failed', { ErrorCode: '13224', ErrorMessage: 'Dial: invalid phone number format' });
  const error = { error_code: '13224', error_message: 'Dial: invalid phone number format' };
  expect(await attempts()).toMatchObject([{ contact_state: 'failed', ...error }]);
});

test('the campaign is known from its first callback, can be named, and counts its calls', async () => {
  await report('completed');
  await report('busy', {}, callSid(2));
  const named = await system.api.send('/api/campaigns', { method: 'POST', json: { id: 'spring', name: 'Spring' } });
  expect(named).toMatchObject({ status: 200, body: { name: 'Spring' } });
  expect((await system.api.send('/api/campaigns/spring')).body).toMatchObject({
    call_attempts: 2,
    contacts: 1,
    by_contact_state: { reached: 1, busy: 1 },
  });
});

test('a callback without call_id gets its Call SID as call_id', async () => {
  const { text } = await system.twilio('/webhooks/telephony/events', progress(SID, 'ringing', 1));
  expect(JSON.parse(text)).toEqual({ status: 'processed', call_id: SID, event_type: 'call.ringing' });
});

test('a wrong signature is refused', async () => {
  const headers = { 'x-twilio-signature': 'wrong', 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(progress(SID, 'ringing', 1)).toString();
  const response = await fetch(system.ingestUrl + EVENTS, { method: 'POST', headers, body });
  expect(response.status).toBe(403);
  expect(await attempts()).toEqual([]);
});
