/** The naive worker: per callback one interactive Prisma transaction that reads, upserts, appends and marks. */
import { PrismaPg } from '@prisma/adapter-pg';
import { openDatabase } from '@trunkline/db/connection';
import { PrismaClient } from '../../packages/db/src/generated/client.ts';
import { consumeBench } from './consume-bench.ts';

const CONCURRENCY = 10;
const db = openDatabase(process.env['DATABASE_URL']!, 'bench plain', { maxConnections: CONCURRENCY });
const prisma = new PrismaClient({ adapter: new PrismaPg(db.pool) });

consumeBench(CONCURRENCY, async (ids) => {
  await Promise.all(ids.map((id) => apply(BigInt(id))));
});

async function apply(id: bigint): Promise<void> {
  await prisma.$transaction(
    async (tx) => {
      const row = await tx.inboxRow.findUniqueOrThrow({ where: { id } });
      if (row.processingStatus === 'completed' || row.callSid === null) return;
      const payload = row.payload as Record<string, string>;
      const status = payload['CallStatus']!;
      const call = { status, fromNumber: payload['From']!, toNumber: payload['To']! };
      await tx.call.upsert({ where: { callSid: row.callSid }, create: { callSid: row.callSid, ...call }, update: {} });
      await tx.callEvent.create({
        data: {
          inboxId: id,
          callSid: row.callSid,
          callLogEvent: 'call.status_changed',
          eventStatus: status,
          observedAt: row.receivedAt,
          source: 'webhook',
          verdict: 'applied',
          fact: {},
          payload,
        },
      });
      await tx.inboxRow.update({ where: { id }, data: { processingStatus: 'completed', processedAt: new Date() } });
    },
    { maxWait: 60_000, timeout: 60_000 },
  );
}
