import { CLIENT, READER } from './cast.ts';
import type { Seeded } from './seed-people.ts';
import type { Send } from './send-json.ts';

/** The call outlasts what the demo shows of it. */
const TALK_SECONDS = 600;

type Parties = Pick<Seeded, 'clientId' | 'readerId'>;

/** Orders a call between a client and a reader and starts it, in real time; returns its id. */
export async function startOrderCall(
  { asAdmin, simulator }: { asAdmin: Send; simulator: Send },
  { clientId, readerId }: Parties,
): Promise<string> {
  for (const { number } of [CLIENT, READER]) {
    const person = { number, script: 'strong', speed: 1, talk_seconds: TALK_SECONDS };
    await simulator('/simulator/candidates', person);
  }
  const order = await asAdmin<{ id: string }>('/api/orders', { client_id: clientId, reader_id: readerId });
  const soon = new Date(Date.now() + 3_600_000).toISOString().slice(0, 16);
  const scheduled = { order_id: order.id, scheduled_at: soon, time_zone: 'UTC' };
  const { call_id } = await asAdmin<{ call_id: string }>('/api/calls/schedule', scheduled);
  await asAdmin(`/api/calls/${order.id}/start`, {});
  return call_id;
}
