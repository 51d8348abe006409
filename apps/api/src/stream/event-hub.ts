import type { Actor, Role } from '@trunkline/access';
import { listenTo, type Database, type DisabledGuards } from '@trunkline/db/connection';
import { numberStreamEvents, STREAM_CHANNEL } from '@trunkline/db/stream';
import { startLoop, type Logger } from '@trunkline/service';
import { setTimeout as delay } from 'node:timers/promises';
import type { Queues } from '../queues/queue-board.ts';
import { callbackCounter } from './emit-callback-counts.ts';
import type { EventGroup } from './event-group.ts';
import { openGroups } from './event-groups.ts';
import { notice } from './frame.ts';
import { joinGroup } from './join-group.ts';
import { disconnectRevoked, type Listener } from './listener.ts';
import { openStatusEvent, type StatusEvent } from './status-event.ts';
import { floorStats, healthChanged, queueStats, syncProgress } from './status-events.ts';
import { countClient, measureLag } from './stream-metrics.ts';
import { limitReads, openStreamReader } from './stream-reader.ts';

/** Connections: reads of groups, reads of resuming clients, one that listens, and one for everything else. */
const READS_AT_ONCE = 2;
const CATCH_UPS_AT_ONCE = 2;
export const STREAM_CONNECTIONS = {
  maxConnections: READS_AT_ONCE + CATCH_UPS_AT_ONCE + 2,
  indexOnlyPlans: true,
  isPlannedOnce: true,
};

/** A wake-up can be lost with its connection, so that the loop also polls. */
const POLL_MS = 900;
/** Wake-ups within this time share a read. After a long read it is as long as the read, to leave half of the time to others. */
const GATHER_MS = 20;
const MAX_GATHER_MS = 250;
const restMs = (roundMs: number): number => Math.min(Math.max(GATHER_MS, roundMs), MAX_GATHER_MS);

const REVOKED_WITHIN_MS = 2000;
const CALLBACK_COUNTS_EVERY_MS = 1000;
const KEEPALIVE_EVERY_MS = 15_000;
const START_PATIENCE_MS = 2000;

type HubStats = {
  clients: Partial<Record<Role, number>>;
  groups: number;
  lastSeq: number | null;
  lagSeconds: number;
};

/** All clients of the event stream in this process. */
export type EventHub = {
  /** Follows the stream until it is disposed; then all streams end. */
  start(): AsyncDisposable;
  /** Waits up to two seconds for the stream, which starts after the server. */
  isFollowing(): Promise<boolean>;
  /** Adds a client that resumes after `from`, or starts now. Never rejects: a client that cannot resume is disconnected. */
  join(listener: Listener, from: number | null): Promise<void>;
  leave(listener: Listener): void;
  listenersOf(actor: Actor): number;
  stats(): HubStats;
};

type Parts = {
  db: Database;
  log: Logger;
  /** For the numbers of jobs in `queue.stats`; without it there are none. */
  board?: Queues;
  keepAliveMs?: number;
  weakening?: DisabledGuards;
};

export function createEventHub({ db, log, board, keepAliveMs = KEEPALIVE_EVERY_MS, weakening }: Parts): EventHub {
  const reader = openStreamReader(db, weakening);
  const resumeReader = limitReads(reader, CATCH_UPS_AT_ONCE);
  const groups = openGroups(db, limitReads(reader, READS_AT_ONCE));
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
      const loop = opened.use(startLoop('event stream', POLL_MS, follow, log, { restMs }));
      opened.use(listenTo(db, STREAM_CHANNEL, () => loop.wake(), log));
      opened.use(startLoop('revoked streams', REVOKED_WITHIN_MS, () => disconnectRevoked(db, listeners), log));
      const countCallbacks = callbackCounter(db, () => groups.all());
      opened.use(startLoop('callback counts', CALLBACK_COUNTS_EVERY_MS, countCallbacks, log));
      const stats = queueStats(board);
      const roundOf = (event: StatusEvent) => openStatusEvent(db, event, () => groups.all());
      opened.use(startLoop('queue stats', stats.everyMs, roundOf(stats), log));
      opened.use(startLoop('health changes', healthChanged.everyMs, roundOf(healthChanged), log));
      opened.use(startLoop('sync progress', syncProgress.everyMs, roundOf(syncProgress), log));
      opened.use(startLoop('floor stats', floorStats.everyMs, roundOf(floorStats), log));
      const keepAlive = async (): Promise<void> => sendKeepAlive(groups.all());
      opened.use(startLoop('keepalive', keepAliveMs, keepAlive, log, { firstAfterMs: keepAliveMs }));
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
    async join(listener, from) {
      listeners.add(listener);
      countClient(listener.actor.role, 1);
      const group = groups.enter(listener);
      await joinGroup(listener, group, resumeReader, from).catch((cause: unknown) => {
        log.warn({ err: cause }, 'A client of the event stream could not resume; it will reconnect');
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

/** Sends a keepalive with the cursor as id, so that a client with few events does not fall behind what is stored. */
function sendKeepAlive(groups: readonly EventGroup[]): void {
  const timestamp = new Date().toISOString();
  for (const { members } of groups)
    for (const member of members) member.sendAnyway(notice('keepalive', member.cursor, { timestamp })); // joining clients have no cursor yet
}

function countByRole(listeners: Iterable<Listener>): Partial<Record<Role, number>> {
  const counts: Partial<Record<Role, number>> = {};
  for (const { actor } of listeners) counts[actor.role] = (counts[actor.role] ?? 0) + 1;
  return counts;
}
