import { expect, test } from '@jest/globals';
import { accountPath, startTestServer } from '../test/server.ts';
import { demoAccount } from './account.ts';
import { PortInUseError, startServer } from './server.ts';
import { createSimulator } from './simulator.ts';

interface Deliveries {
  deliveries: readonly Record<string, unknown>[];
}

interface Calls {
  calls: readonly Truth[];
  next_page_uri: string;
}

interface Truth {
  n: number;
  scenario: string;
  final: boolean;
  ended_by: string;
  recordings: readonly object[];
  sid: string;
  duration: string;
  price: string | null;
  phone_number_sid: string;
  delivered: { status: string; call_duration: number };
}

test('a load is played on request, and its deliveries can be listed', async () => {
  await using api = await startTestServer();
  expect(await api.get('/health')).toEqual({ status: 200, body: { status: 'healthy' } });
  expect(await api.playAll({ calls: 5, scenarios: ['busy'] })).toEqual({ status: 202, body: { id: 1, seed: 3 } });
  const body = (await api.get('/simulator/deliveries?after=0&limit=10')).body as Deliveries;
  expect(body).toMatchObject({ next: 10, oldest: 1 });
  const all = (await api.get('/simulator/deliveries')).body as Deliveries;
  const ofOne = all.deliveries.filter(({ call_sid }) => call_sid === all.deliveries[0]?.['call_sid']);
  const reported = ofOne.map(({ call_status, sequence_number }) => [call_status, sequence_number]);
  expect(reported).toEqual([
    ['initiated', 0],
    ['ringing', 1],
    ['busy', 2],
  ]);
  expect(body.deliveries[0]).toMatchObject({
    n: 1,
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    kind: 'status',
    acked: true,
    dropped: false,
    unanswered: false,
    faults: [],
    attempts: [{ status: 204 }],
  });
  expect((await api.get('/simulator/deliveries?after=10')).body).toMatchObject({ next: 15 });
  expect((await api.get('/simulator/stats')).body).toMatchObject({
    calls: 5,
    callbacks_planned: 15,
    callbacks_acked: 15,
    done: true,
  });
  expect((await api.post('/simulator/stop')).status).toBe(200);
});

test('the control API and REST show the same call, except for the price, which REST shows later', async () => {
  await using api = await startTestServer();
  await api.playAll({ calls: 3, scenarios: ['answered'] });
  const [truth] = ((await api.get('/simulator/calls')).body as { calls: [Truth] }).calls;
  const { n, scenario, final, ended_by, recordings: _own, delivered, price, ...resource } = truth;
  const reported = { n, scenario, final, ended_by, status: delivered.status };
  expect(reported).toEqual({ n: 1, scenario: 'answered', final: true, ended_by: 'hang-up', status: 'completed' });
  expect(String(delivered.call_duration)).toBe(truth.duration);
  const path = `${accountPath}/Calls/${truth.sid}.json`;
  expect((await api.get(path)).body).toMatchObject({ ...resource, price: null });
  await api.put('/simulator/rest-settings', { priceDelay: 0 });
  expect((await api.get(path)).body).toMatchObject({ price });
  expect(truth.phone_number_sid).toMatch(/^PN\d{32}$/);
});

test('REST lists calls page by page', async () => {
  await using api = await startTestServer();
  await api.playAll({ calls: 5, scenarios: ['failed'] });
  const turn = async (path: string) => (await api.get(path)).body as Calls;
  const first = await turn(`${accountPath}/Calls.json?PageSize=3&Status=failed`);
  const second = await turn(first.next_page_uri);
  const sids = [...first.calls, ...second.calls].map(({ sid }) => sid);
  expect(new Set(sids).size).toBe(5);
  expect(second.next_page_uri).toBeNull();
});

test('the truth of a call lists its recordings, absent ones included', async () => {
  await using api = await startTestServer();
  await api.playAll({ calls: 60, scenarios: ['answered'] });
  const { calls } = (await api.get('/simulator/calls')).body as Calls;
  const recordings = calls.flatMap((call) => call.recordings);
  expect(recordings).toContainEqual(expect.objectContaining({ status: 'completed', source: 'OutboundAPI' }));
  expect(recordings).toContainEqual(expect.objectContaining({ status: 'absent', duration: null }));
});

test('an invalid load is refused with the reason', async () => {
  await using api = await startTestServer();
  expect(await api.post('/simulator/load', { drop: 2 })).toEqual({
    status: 400,
    body: { error: 'drop must be a number from 0 to 1, not 2' },
  });
});

test('the error for a port in use names the port and the option that changes it', async () => {
  await using api = await startTestServer();
  const settings = { account: demoAccount, target: api.url, publicUrl: api.url, overrides: '' };
  const port = Number(new URL(api.url).port);
  const starting = startServer(createSimulator(settings), port);
  await expect(starting).rejects.toThrow(
    new PortInUseError(`port ${port} is already in use; choose another one with --port`),
  );
});
