import type { Actor, Role } from '@trunkline/access';
import { listenTo, type Database, type DisabledGuards } from '@trunkline/db/connection';
import { numberStreamEvents, STREAM_CHANNEL } from '@trunkline/db/stream';
import { startLoop, type Logger } from '@trunkline/service';
import { setTimeout as delay } from 'node:timers/promises';
import { cutTheRevoked } from './disconnect-revoked.ts';
import type { EventGroup } from './event-group.ts';
import { openGroups } from './event-groups.ts';
import { notice } from './frame.ts';
import { joinGroup } from './join-group.ts';
import type { Listener } from './listener.ts';
import { countClient, measureLag } from './stream-counts.ts';
import { inTurns, openStreamReader } from './stream-reader.ts';
import { tellQueueStats } from './emit-queue-stats.ts';
import { startWakeUpLoop } from './wake-up-loop.ts';

/** Groups are read for side by side, apart from those who come back; one connection listens, one does all the rest. */
const READS_AT_ONCE = 2;
const CATCH_UPS_AT_ONCE = 2;
export const STREAM_CONNECTIONS = {
  maxConnections: READS_AT_ONCE + CATCH_UPS_AT_ONCE + 2,
  indexOnlyPlans: true,
  isPlannedOnce: true,
};

const REVOKED_WITHIN_MS = 2000;
const QUEUE_STATS_EVERY_MS = 5000;
const KEEPALIVE_EVERY_MS = 30_000;
const START_PATIENCE_MS = 2000;

type HubStats = {
  clients: Partial<Record<Role, number>>;
  groups: number;
  lastSeq: number | null;
  lagSeconds: number;
};

/** Everybody who follows the event stream by this process. */
export type EventHub = {
  /** Follows the stream until it is closed; then everybody is sent home. */
  start(): AsyncDisposable;
  /** Waits for it a little: a server is up before its stream is. */
  isFollowing(): Promise<boolean>;
  /** Lets a client in, from its id on or from now on. Never rejects: a client that cannot be let in is sent home. */
  admit(listener: Listener, from: number | null): Promise<void>;
  leave(listener: Listener): void;
  listenersOf(actor: Actor): number;
  stats(): HubStats;
};

type Parts = { db: Database; log: Logger; keepAliveMs?: number; weakening?: DisabledGuards };

export function createEventHub({ db, log, keepAliveMs = KEEPALIVE_EVERY_MS, weakening }: Parts): EventHub {
  const reader = openStreamReader(db, weakening);
  const whoComesBack = inTurns(reader, CATCH_UPS_AT_ONCE);
  const groups = openGroups(db, inTurns(reader, READS_AT_ONCE));
  const listeners = new Set<Listener>();
  const isRead = Promise.withResolvers<void>();
  let isOpen = false;
  let lagSeconds = 0;
  let followedAt = performance.now();

  async function follow(): Promise<void> {
    await numberStreamEvents(db.pool);
    const { last, lastAgeSeconds } = await reader.readBounds();
    lagSeconds = groups.isBehind(last) ? lastAgeSeconds : 0;
    await groups.advance(last);
    followedAt = performance.now();
    measureLag(lagSeconds);
    isRead.resolve();
  }

  return {
    start() {
      const opened = new AsyncDisposableStack();
      opened.defer(() => {
        isOpen = false;
        for (const listener of listeners) listener.end();
      });
      const loop = opened.use(startWakeUpLoop(follow, log));
      opened.use(listenTo(db, STREAM_CHANNEL, loop.wake));
      opened.use(startLoop('revoked streams', REVOKED_WITHIN_MS, () => cutTheRevoked(db, listeners), log));
      opened.use(startLoop('queue stats', QUEUE_STATS_EVERY_MS, () => tellQueueStats(db, groups.all()), log));
      const keepAlive = setInterval(() => tellAlive(groups.all()), keepAliveMs);
      opened.defer(() => clearInterval(keepAlive));
      isOpen = true;
      return opened;
    },
    async isFollowing() {
      const patience = new AbortController();
      const tooLong = delay(START_PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {});
      await Promise.race([isRead.promise, tooLong]);
      patience.abort();
      return isOpen && groups.cursor() !== null;
    },
    async admit(listener, from) {
      listeners.add(listener);
      countClient(listener.actor.role, 1);
      const group = groups.enter(listener);
      await joinGroup(listener, group, whoComesBack, from).catch((cause: unknown) => {
        log.warn({ err: cause }, 'a client of the stream could not resume; it will come again');
        listener.end();
      });
    },
    leave(listener) {
      if (listeners.delete(listener)) countClient(listener.actor.role, -1);
      groups.leave(listener);
    },
    listenersOf: ({ id, role }) =>
      [...listeners].filter(({ actor }) => actor.id === id && (id !== null || actor.role === role)).length,
    stats: () => ({
      clients: countByRole(listeners),
      groups: groups.all().length,
      lastSeq: groups.cursor(),
      lagSeconds: Math.max(lagSeconds, (performance.now() - followedAt) / 1000 - 1),
    }),
  };
}

/** With the id: a client that wants little, or may see little, does not fall behind what is kept. */
function tellAlive(groups: readonly EventGroup[]): void {
  const timestamp = new Date().toISOString();
  for (const { members } of groups)
    for (const member of members) member.tell(notice('keepalive', member.cursor, { timestamp })); // who is joining has no cursor yet
}

function countByRole(listeners: Iterable<Listener>): Partial<Record<Role, number>> {
  const counts: Partial<Record<Role, number>> = {};
  for (const { actor } of listeners) counts[actor.role] = (counts[actor.role] ?? 0) + 1;
  return counts;
}
