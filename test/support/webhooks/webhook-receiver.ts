import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { startFakeServer } from '../fake-server.ts';

type ReceivedWebhook = { path: string; headers: IncomingHttpHeaders; body: string };

/** The server of a subscriber to webhooks. */
export type WebhookReceiver = AsyncDisposable & {
  url: string;
  received: ReceivedWebhook[];
  /** Statuses of the next answers, one for each request; then 204. `null` does not answer. */
  answers: (number | null)[];
  /** Headers of every answer. */
  headers: Record<string, string>;
};

/** Starts a receiver on this machine. A redirect leads to /elsewhere on it. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const receiver: Pick<WebhookReceiver, 'received' | 'answers' | 'headers'> = {
    received: [],
    answers: [],
    headers: {},
  };
  const server = await startFakeServer(async (request, response) => {
    const { received, answers, headers } = receiver;
    received.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    const status = answers.length > 0 ? answers.shift() : 204;
    if (status) response.writeHead(status, { location: '/elsewhere', ...headers }).end();
  });
  return Object.assign(receiver, server);
}

/** The content of a webhook signed with this secret as Standard Webhooks defines it; throws for any other signature. */
export function readWebhook(secret: string, { headers, body }: Pick<ReceivedWebhook, 'headers' | 'body'>) {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = headers;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${String(id)}.${String(at)}.${body}`)
    .digest('base64');
  if (!String(given).split(' ').includes(`v1,${signature}`)) throw new Error('A webhook has a wrong signature');
  return { id: String(id), ...(JSON.parse(body) as { type: string; timestamp: string; data: object }) };
}
