import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startFakeServer } from '../support/fake-server.ts';
import { startModelServer } from '../support/models/model-server.ts';
import { startFakeCalls } from '../support/twilio/fake-calls.ts';
import { startWebhookReceiver } from '../support/webhooks/webhook-receiver.ts';

/** What a killed client leaves behind: the head of a request and a part of its body. */
async function sendHalfRequest(url: string): Promise<void> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = 'POST /v1/chat/completions HTTP/1.1\r\nhost: fake\r\ncontent-length: 1000\r\n\r\n{"messages":';
  await new Promise((resolve) => socket.write(head, resolve));
  socket.resetAndDestroy();
}

const chat = (url: string) => {
  const messages = ['system', 'user'].map((role) => ({ role, content: '{"transcript":"I did."}' }));
  return fetch(`${url}/chat/completions`, { method: 'POST', body: JSON.stringify({ messages }) });
};

test('half a request does not end the model server, is not paid and uses up no fault', async () => {
  await using models = await startModelServer();
  models.faults.push('busy');
  await sendHalfRequest(models.baseUrl);
  expect((await chat(models.baseUrl)).status).toBe(429);
  expect((await chat(models.baseUrl)).status).toBe(200);
  expect(models.paid).toHaveLength(1);
});

test('half a webhook is not received', async () => {
  await using receiver = await startWebhookReceiver();
  await sendHalfRequest(receiver.url);
  expect((await fetch(receiver.url, { method: 'POST', body: 'whole' })).status).toBe(204);
  expect(receiver.received.map(({ body }) => body)).toEqual(['whole']);
});

test('half a request places no call', async () => {
  await using calls = await startFakeCalls();
  await sendHalfRequest(calls.url);
  expect((await fetch(calls.url, { method: 'POST', body: 'To=%2B1' })).status).toBe(201);
  expect(calls.posts.map(String)).toEqual(['To=%2B1']);
});

test('a connection stays open between requests, however long a client waits', async () => {
  await using server = await startFakeServer((_request, response) => void response.end());
  const { headers } = await fetch(server.url);
  expect(headers.get('keep-alive')).toBeNull(); // no time is announced after which it would be closed
});
