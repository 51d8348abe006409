/**
 * The naive endpoint: urlencoded parser, twilio's validateRequest, Prisma `create` and `queue.add` per request. It too
 * stores a callback once: it creates the dedupe key and the row together, and Prisma's P2002 marks a repeat.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { openDatabase } from '@trunkline/db/connection';
import { chooseQueueBackend } from '@trunkline/queues';
import { readEnv } from '@trunkline/service';
import express from 'express';
import { hash } from 'node:crypto';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { PrismaClient } from '../../packages/db/src/generated/client.ts';
import { ingestEnv } from '../../apps/ingest/src/config.ts';
import { serveBench } from './serve-bench.ts';

const config = readEnv(ingestEnv);
const db = openDatabase(config.DATABASE_URL, 'bench plain', { maxConnections: 10 });
const prisma = new PrismaClient({ adapter: new PrismaPg(db.pool) });
const queue = chooseQueueBackend(config).createQueue('plain');
await queue.waitUntilReady();

const app = express();
app.post('/webhooks/twilio/voice-status', express.urlencoded({ extended: false }), async (request, response) => {
  const payload = request.body as Record<string, string>;
  const signature = request.get('x-twilio-signature') ?? '';
  if (!validateRequest(config.TWILIO_AUTH_TOKEN, signature, config.WEBHOOK_BASE_URL + request.originalUrl, payload)) {
    response.sendStatus(403);
    return;
  }
  if (await storeOnce(payload)) await queue.add('callback', { callSid: payload['CallSid'] });
  response.sendStatus(204);
});
serveBench(app);

/** True for a new callback. */
async function storeOnce(payload: Record<string, string>): Promise<boolean> {
  const dedupeKey = `${payload['CallSid']}:${payload['CallStatus']}:${payload['SequenceNumber']}`;
  const callback = {
    source: 'twilio_voice',
    callbackKind: 'call-status',
    callSid: payload['CallSid'] ?? null,
    dedupeKey,
    payload,
  };
  try {
    const key = prisma.dedupeKey.create({ data: { key: uuidOf(dedupeKey), inboxId: 0n } });
    await prisma.$transaction([key, prisma.inboxRow.create({ data: callback })]);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'P2002') return false;
    throw error;
  }
}

function uuidOf(text: string): string {
  const hex = hash('md5', text, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
