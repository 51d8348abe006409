import { expect, test } from '@jest/globals';
import { pause, startLive } from '../../test/live-call.ts';

type Recording = { sid: string };

test('an ignored pause is answered with 200, and the recording goes on', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  const { sid } = (await api.record(call)).body as Recording;
  await api.put('/simulator/live-faults', { pauseIgnored: 1 });
  const ignored = { status: 200, body: { sid, status: 'in-progress' } };
  expect(await api.change(call, sid, { Status: 'paused' })).toMatchObject(ignored);
  expect((await api.find(call)).recordings).toMatchObject([{ status: 'in-progress', history: [{}] }]);
  expect(await api.change(call, sid, { Status: 'stopped' })).toMatchObject({ body: { status: 'stopped' } });
  expect(await api.get('/simulator/rest-stats')).toMatchObject({ body: { pausesIgnored: 1 } });
});

test('a request whose answer is lost is done, and `times` limits the faults', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  await api.put('/simulator/live-faults', { answerLost: 1, times: 2 });
  await expect(api.record(call)).rejects.toThrow('fetch failed');
  await expect(api.end(call)).rejects.toThrow('fetch failed');
  expect(await api.find(call)).toMatchObject({ status: 'completed', ended_by: 'rest', recordings: [{}] });
  expect(await api.end(call)).toMatchObject({ status: 400, body: { code: 21220 } });
  expect(await api.get('/simulator/rest-stats')).toMatchObject({ body: { answersLost: 2 } });
});

test('a slow answer comes late, but its request is done at once', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  await api.put('/simulator/live-faults', { slow: 1, slowMs: 1000 });
  const ending = api.end(call);
  let isAnswered = false;
  void ending.then(() => (isAnswered = true));
  while (!(await api.find(call)).final) await new Promise(setImmediate);
  expect(isAnswered).toBe(false);
  expect(await ending).toMatchObject({ status: 200, body: { status: 'completed' } });
});

test('a refused request is not done, and other requests have no live faults', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  await api.put('/simulator/live-faults', { tooMany: 1 });
  expect(await api.record(call)).toMatchObject({ status: 429, body: { code: 20429 } });
  expect(await api.get(`${api.path(call)}.json`)).toMatchObject({ status: 200 });
  await api.put('/simulator/live-faults', { tooMany: 0, serverError: 1 });
  expect((await api.request(`${api.path(call)}.json`, { method: 'POST' })).status).toBe(503);
  expect(await api.find(call)).toMatchObject({ status: 'in-progress', recordings: [] });
  expect(await api.get('/simulator/live-faults')).toMatchObject({ body: { serverError: 1, slowMs: 5000 } });
  expect(await api.put('/simulator/live-faults', { pause: 1 })).toMatchObject({ status: 400 });
});

test('the log of requests contains the posted form', async () => {
  await using api = await startLive();
  const call = await api.answered({ twiml: pause });
  await api.record(call);
  await api.put('/simulator/live-faults', { pauseIgnored: 1 });
  await api.change(call, 'Twilio.CURRENT', { Status: 'paused' });
  expect((await api.get('/simulator/rest-requests')).body).toMatchObject({
    requests: [
      { method: 'POST', resource: 'callRecordingCreate', form: {}, status: 201, fault: null },
      { resource: 'callRecordingUpdate', form: { Status: 'paused' }, status: 200, fault: 'pauseIgnored' },
    ],
  });
});
