import type { FieldCase } from '../case.ts';
import type { FieldStack } from '../open-field-stack.ts';
import type { Played } from './played.ts';
import { startReceiver } from '../servers/receiver.ts';

type Row = Record<string, unknown>;

/** Creates an endpoint, sends it a test event, and observes the delivery and the endpoint. */
export async function playWebhook(stack: FieldStack, field: FieldCase): Promise<Played> {
  await using opening = new AsyncDisposableStack();
  const api = await stack.app('api', field.env);
  if (field.env === undefined) await stack.app('worker-notify');
  const receiver = opening.use(await startReceiver(field.webhook?.answers ?? []));
  const url = field.webhook?.url ?? `${receiver.url}/hook`;
  const created = await stack.post('/api/webhook-endpoints', { url, events: ['siren.*'] }, api);
  const id = String(created.body['id']);
  if (created.status < 300) await stack.post(`/api/webhook-endpoints/${id}/test`, {}, api);
  const opened = opening.move();
  return {
    observe: async () => {
      const list = await stack.get<{ data: Row[] }>(`/api/webhook-deliveries?endpoint_id=${id}`).catch(() => null);
      const [delivery] = list?.data ?? [];
      const endpoints = await stack.get<{ data: Row[] }>('/api/webhook-endpoints?limit=200');
      return {
        status: created.status,
        body: JSON.stringify(created.body),
        requests: receiver.received.length,
        delivery: delivery && {
          ...delivery,
          payload: delivery['payload'],
          seconds: pause(delivery, receiver.lastAt()),
        },
        endpoint: endpoints?.data.find((endpoint) => endpoint['id'] === id) ?? null,
        answer: receiver.received.at(-1),
      };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Seconds from the last request to the next planned one; null while none is planned. */
function pause({ next_attempt_at: next }: Row, lastAt: number | null): number | null {
  if (typeof next !== 'string' || lastAt === null) return null;
  return (Date.parse(next) - lastAt) / 1000;
}
