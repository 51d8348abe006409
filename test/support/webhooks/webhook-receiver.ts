import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type ReceivedWebhook = { path: string; headers: IncomingHttpHeaders; body: string };

/** Somebody who is told by webhooks. */
export type WebhookReceiver = AsyncDisposable & {
  url: string;
  received: ReceivedWebhook[];
  /** What is answered next, one status for each request; then 204. `null` answers nothing. */
  answers: (number | null)[];
};

/** Starts a receiver on this machine. A redirect leads to /elsewhere on it. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const answers: (number | null)[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    received.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    const status = answers.length > 0 ? answers.shift() : 204;
    if (status) response.writeHead(status, { location: '/elsewhere' }).end();
  };
  const server = createServer((request, response) => void take(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What a webhook says, if it is signed with this secret as Standard Webhooks has it; throws otherwise. */
export function readWebhook(secret: string, { headers, body }: Pick<ReceivedWebhook, 'headers' | 'body'>) {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = headers;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${String(id)}.${String(at)}.${body}`)
    .digest('base64');
  if (given !== `v1,${signature}`) throw new Error('The signature of a webhook does not hold');
  return { id: String(id), ...(JSON.parse(body) as { type: string; timestamp: string; data: object }) };
}
