/** The call inbox: health, webhooks, conversations and messages, sync, and the event stream. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { claimSyncRun, finishSyncRun, recordSyncProgress } from '@trunkline/db/reconciliation';
import type { Body } from '../../apps/api/test/open-test-api.ts';
import { callSid, progress } from '../support/twilio/callbacks.ts';
import { openEventClient } from '../support/api/event-client.ts';
import { eventually } from '../support/eventually.ts';
import { emptyTables } from '../support/db/inbox.ts';
import { openSourceSystem, type SourceSystem } from '../support/api/source-system.ts';

let system: SourceSystem;
beforeAll(async () => void (system = await openSourceSystem()));
afterAll(async () => system?.[Symbol.asyncDispose]());
beforeEach(() => emptyTables(system.db));

const [PARENT, CHILD] = [callSid(1), callSid(2)];
const [CALLER, OURS, DISPATCHER] = ['+15085140320', '+16175006181', 'sip:dispatcher@abchomes.sip.us1.twilio.com'];
const inbound = { From: CALLER, To: OURS, Direction: 'inbound' };

const get = async (path: string): Promise<Body> => {
  const { status, body } = await system.api.send(path);
  expect(status).toBe(200);
  return body;
};

/** A caller reaches the dispatcher after 12 s and talks for 42. */
async function bridgedCall(): Promise<void> {
  const leg = { ParentCallSid: PARENT, From: CALLER, To: DISPATCHER, Direction: 'outbound-dial' };
  const status = '/webhooks/twilio/voice-status';
  await system.twilio('/webhooks/twilio/voice-inbound', { CallSid: PARENT, CallStatus: 'ringing', ...inbound });
  await system.twilio(status, { ...progress(PARENT, 'in-progress', 2, 0), ...inbound });
  await system.twilio(status, { ...progress(CHILD, 'ringing', 1, 2), ...leg });
  await system.twilio(status, { ...progress(CHILD, 'in-progress', 2, 12), ...leg });
  await system.twilio(status, { ...progress(CHILD, 'completed', 3, 54), ...leg, CallDuration: '42' });
  const dialled = { DialCallSid: CHILD, DialCallStatus: 'completed', DialCallDuration: '42' };
  const action = { CallSid: PARENT, CallStatus: 'in-progress', ...inbound, ...dialled };
  await system.twilio('/webhooks/twilio/dial-action', action);
  await system.twilio(status, { ...progress(PARENT, 'completed', 3, 54), ...inbound, CallDuration: '54' });
}

test.each(['api', 'ingest'] as const)('GET /health of %s answers healthy', async (name) => {
  const url = name === 'api' ? system.api.url : system.ingestUrl;
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'healthy' });
});

describe('webhooks', () => {
  test('POST /webhooks/twilio/voice-inbound dials the dispatcher for a call from outside', async () => {
    const { text } = await system.twilio('/webhooks/twilio/voice-inbound', {
      CallSid: PARENT,
      CallStatus: 'ringing',
      ...inbound,
    });
    expect(text).toMatch(/<Dial [^>]*timeout="60"/);
    expect(text).toMatch(/action="[^"]*\/webhooks\/twilio\/dial-action[^"]*"/);
    expect(text).toMatch(/<Sip [^>]*statusCallback="[^"]*\/webhooks\/twilio\/voice-status[^"]*"/);
    expect(text).toContain('statusCallbackEvent="initiated ringing answered completed"');
    expect(text).toContain(`>${DISPATCHER}</Sip>`);
  });

  test('POST /webhooks/twilio/voice-inbound dials the number for a call from the dispatcher', async () => {
    const dialled = { From: DISPATCHER, To: 'sip:+15085140320@abchomes.sip.twilio.com' };
    const { text } = await system.twilio('/webhooks/twilio/voice-inbound', {
      CallSid: PARENT,
      CallStatus: 'ringing',
      ...dialled,
    });
    expect(text).toMatch(/<Dial [^>]*callerId="\+16175006181"/);
    expect(text).toMatch(/<Number [^>]*>\+15085140320<\/Number>/);
  });

  test('POST /webhooks/twilio/voice-status stores the event and updates the call', async () => {
    const answer = await system.twilio('/webhooks/twilio/voice-status', progress(PARENT, 'ringing', 1));
    expect(answer.status).toBe(204);
    expect(await get(`/api/calls/${PARENT}`)).toMatchObject({ status: 'ringing', direction: 'outbound' });
  });

  test('POST /webhooks/twilio/recording-status stores the recording', async () => {
    await bridgedCall();
    const recording = {
      CallSid: PARENT,
      RecordingSid: `RE${'1'.repeat(32)}`,
      RecordingStatus: 'completed',
      RecordingDuration: '42',
    };
    expect((await system.twilio('/webhooks/twilio/recording-status', recording)).status).toBe(204);
    expect(await get(`/api/calls/${PARENT}`)).toMatchObject({ recording_sid: recording.RecordingSid });
  });

  test('POST /webhooks/twilio/dial-action stores how the dial ended, and the conversation shows busy', async () => {
    await system.twilio('/webhooks/twilio/voice-status', { ...progress(PARENT, 'completed', 3), ...inbound });
    const action = { CallSid: PARENT, CallStatus: 'completed', ...inbound, DialCallSid: CHILD, DialCallStatus: 'busy' };
    await system.twilio('/webhooks/twilio/dial-action', action);
    const { conversations } = (await get('/api/conversations')) as { conversations: Body[] };
    expect(conversations[0]!['last_message']).toMatchObject({
      subject: '📞 Incoming Call - Busy',
      call_status: 'busy',
    });
  });
});

describe('conversations', () => {
  test('GET /api/conversations lists one per number, with its last call', async () => {
    await bridgedCall();
    expect(await get('/api/conversations?page=1&limit=20')).toEqual({
      conversations: [
        {
          id: expect.stringMatching(/^\d+$/),
          subject: 'Calls with +1 (508) 514-0320',
          status: 'active',
          last_message: {
            subject: '📞 Incoming Call - 54s',
            body: '**From:** +1 (508) 514-0320\n**To:** +1 (617) 500-6181\n**Duration:** 54s',
            created_at: '2026-02-12T11:48:00.000Z',
            direction: 'inbound',
            call_status: 'completed',
          },
          contact: { display_name: '+1 (508) 514-0320', phone_number: '+1 (508) 514-0320' },
          created_at: expect.any(String),
          updated_at: expect.any(String),
        },
      ],
      total: 1,
      page: 1,
      limit: 20,
    });
  });

  test('page and limit default to 1 and 20', async () => {
    expect(await get('/api/conversations')).toMatchObject({ conversations: [], total: 0, page: 1, limit: 20 });
  });

  test('GET /api/conversations/active lists conversations with a live call', async () => {
    await system.twilio('/webhooks/twilio/voice-status', { ...progress(PARENT, 'in-progress', 2), ...inbound });
    expect(await get('/api/conversations/active')).toMatchObject({
      conversations: [{ last_message: { subject: '📞 Incoming Call - In Progress', call_status: 'in-progress' } }],
      total: 1,
    });
    await system.twilio('/webhooks/twilio/voice-status', { ...progress(PARENT, 'completed', 3), ...inbound });
    expect(await get('/api/conversations/active')).toMatchObject({ conversations: [], total: 0 });
  });

  test('GET /api/conversations/:id returns one, and /:id/messages its calls, parent and child merged', async () => {
    await bridgedCall();
    const [{ id }] = (await get('/api/conversations'))['conversations'] as [{ id: string }];
    expect(await get(`/api/conversations/${id}`)).toMatchObject({ id, subject: 'Calls with +1 (508) 514-0320' });
    const { messages } = (await get(`/api/conversations/${id}/messages`)) as { messages: Body[] };
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      subject: '📞 Incoming Call - 54s',
      body: expect.stringContaining('**Duration:** 54s'),
      direction: 'inbound',
      call_status: 'completed',
      duration: 54,
      total_duration: 54,
      talk_time: 42,
      wait_time: 12,
      metadata: {
        twilio_direction: 'inbound',
        twilio_status: 'completed',
        actual_direction: 'inbound',
        display_status: 'completed',
        twilioDirection: 'inbound',
        duration: 54,
        hasParent: false,
        from: CALLER,
        to: OURS,
      },
    });
  });
});

test.each([
  ['today', 'last 3 days'],
  ['recent', 'last hour'],
])('POST /api/sync/%s returns how many calls were new', async (scan, span) => {
  const answering = system.api.send(`/api/sync/${scan}`, { method: 'POST' });
  const run = await eventually(async () => {
    const claimed = await claimSyncRun(system.db.pool);
    if (!claimed) throw new Error('no scan is requested yet');
    return claimed;
  });
  const counts = { synced: 117, skipped: 35, total: 239 };
  const before = { calls: 0, recordings: 0, skipped: 0, total: 0 };
  const progressed = {
    day: '2026-02-08',
    before,
    daysDone: 4,
    daysTotal: 4,
    calls: 239,
    recordings: 0,
    requests: 4,
    gaps: 0,
  };
  await recordSyncProgress(system.db.pool, run, progressed, counts);
  await finishSyncRun(system.db.pool, run, 'completed');
  const message = `Synced 117 new calls from ${span}`;
  expect(await answering).toMatchObject({ status: 200, body: { success: true, message, ...counts } });
});

test('GET /events/calls sends new calls and each change, and /events/stats counts the clients', async () => {
  using client = await openEventClient(`${system.api.url}/events/calls`);
  await eventually(async () => expect(client.frames[0]).toMatchObject({ name: 'connected' }));
  expect(await get('/events/stats')).toMatchObject({ connected_clients: 1 });
  await system.twilio('/webhooks/twilio/voice-status', { ...progress(PARENT, 'ringing', 1), ...inbound });
  await system.twilio('/webhooks/twilio/voice-status', {
    ...progress(PARENT, 'completed', 3),
    ...inbound,
    CallDuration: '29',
  });
  const callFrames = () => client.frames.filter(({ name }) => name.startsWith('call.'));
  await eventually(async () => expect(callFrames()).toHaveLength(3));
  const call = { callSid: PARENT, direction: 'inbound', from: CALLER, to: OURS, timestamp: expect.any(String) };
  expect(callFrames()).toMatchObject([
    { name: 'call.created', data: call },
    { name: 'call.updated', data: { ...call, status: 'completed', duration: 29 } },
    { name: 'call.ended', data: { ...call, status: 'completed', duration: 29 } },
  ]);
});
