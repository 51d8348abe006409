import type { Database } from '@trunkline/db/connection';
import { readDurability } from '@trunkline/db/doctor';
import { readLatest } from '@trunkline/db/metrics';
import { listQueuePauses } from '@trunkline/db/queues';
import { findMedia, listRecordings } from '@trunkline/db/recordings';
import { groupRejections } from '@trunkline/db/rejected-requests';
import { listWebhookEndpoints } from '@trunkline/db/webhooks';
import { findEviction } from '@trunkline/queues';
import { checkOf, failure, uncheckedOf, warning, type DoctorCheck, type Finding } from '@trunkline/telephony/doctor';
import { counted } from '@trunkline/telephony/operations';
import { TILE_NAMES, TILES, tileStateOf } from '@trunkline/telephony/metrics';
import type { Dependency, HealthProblem } from '@trunkline/telephony/processes';
import { REJECTION_CAUSES, type RejectionCause } from '@trunkline/telephony/rejected-requests';
import { buffer } from 'node:stream/consumers';
import type { Storage } from '@trunkline/storage';
import type { RouteContext } from '../http/route.ts';
import { readHealth } from '../processes/read-health.ts';
import type { SelfChecks } from '../processes/self-checks.ts';

type Parts = {
  selfChecks: SelfChecks;
  storage: Pick<Storage, 'get'>;
  redisUrl: string | undefined;
  /** Reads the place of a stored recording: its key is no column of the API's roles. */
  db: Pick<Database, 'pool'>;
};

type Read = RouteContext['read'];

/** What the API finds out itself: processes, Postgres, queue, store, inbox and outbound webhooks. */
export async function ownChecks(parts: Parts, read: Read, mayReadWebhooks: boolean): Promise<DoctorCheck[]> {
  const { processes, problems } = await readHealth(read, parts.selfChecks);
  const living = processes.filter(({ endedAt }) => endedAt === null);
  const ofDependency = (name: Dependency) => problems.filter(({ subject }) => subject === `dependency:${name}`);
  const [durability, pauses, evicts, audio, inbox, webhooks] = await Promise.all([
    read(readDurability),
    read(listQueuePauses),
    findEviction(parts.redisUrl).catch(() => undefined), // that Redis is away says the dependency
    readAudio(parts, read),
    examineInbox(read),
    mayReadWebhooks ? examineWebhooks(read) : uncheckedOf('outbound-webhooks', 'off', 'your role may not read them'),
  ]);
  const isOfApps = ({ subject }: HealthProblem) => subject.startsWith('app:') || subject.startsWith('process:');
  return [
    checkOf(
      'processes',
      `${counted(living.length, 'process', 'processes')} of ${counted(new Set(living.map(({ app }) => app)).size, 'app')}`,
      problems.filter(isOfApps).map(toFinding),
    ),
    checkOf('postgres', 'answers; its settings keep what is committed', durability.flatMap(judgeDurability)),
    checkOf('queue', parts.redisUrl ? 'in Redis' : 'in Postgres', [
      ...ofDependency('queue').map(toFinding),
      ...(evicts ? [failure('redis-evicts', `${evicts}.`, EVICTS_FIX)] : []),
      ...pauses.map(judgePause),
    ]),
    checkOf('object-store', audio.detail, [...ofDependency('store').map(toFinding), ...audio.findings]),
    inbox,
    webhooks,
  ];
}

const toFinding = ({ subject, severity, sentence, remedy, runbook }: HealthProblem): Finding => ({
  kind: KINDS[subject.split(':')[0]!] ?? 'unhealthy',
  level: severity === 'bad' ? 'failure' : 'warning',
  subject: subject.replace(':', ' '),
  sentence,
  fix: `${remedy} See ${runbook}.`,
});
const KINDS: Readonly<Record<string, string>> = {
  app: 'app-missing',
  process: 'process-unhealthy',
  dependency: 'dependency-unavailable',
};

const EVICTS_FIX = 'redis-cli config set maxmemory-policy noeviction, and the same in redis.conf';

function judgeDurability({ name, setting }: { name: string; setting: string }): Finding[] {
  if (setting !== 'off') return [];
  const sentence = `Postgres has ${name} = off: a power cut loses callbacks that were acknowledged.`;
  const fix = `alter system set ${name} = on, then select pg_reload_conf()`;
  return [failure(`postgres-${name.replaceAll('_', '-')}-off`, sentence, fix)];
}

const judgePause = ({ queue, reason, pausedBy }: { queue: string; reason: string; pausedBy: string }): Finding =>
  warning(
    'queue-paused',
    `Queue ${queue} is paused by ${pausedBy}: ${reason}`,
    `npx trunkline queues resume ${queue}`,
    `queue ${queue}`,
  );

/** Reads a few bytes from the middle of the last stored recording, as a player does. */
async function readAudio({ storage, db }: Parts, read: Read): Promise<{ detail: string; findings: Finding[] }> {
  const { rows } = await read((tx) => listRecordings(tx, { custody: ['stored'] }, { after: null, limit: 1 }));
  const [last] = rows;
  const media = last && (await findMedia(db.pool, last.recordingSid));
  if (!last || !media?.objectKey) return { detail: 'no recording is stored yet', findings: [] };
  const size = media.sizeBytes ?? 0;
  const range = { start: Math.max(0, Math.floor(size / 2) - 8), end: Math.max(0, Math.floor(size / 2) + 7) };
  const detail = 'a range of the last recording was read';
  try {
    const bytes = await buffer(await storage.get(media.objectKey, range));
    if (bytes.length === range.end - range.start + 1) return { detail, findings: [] };
    return { detail, findings: [unreadable(last.recordingSid, `the store sent ${bytes.length} bytes, not the range`)] };
  } catch (error) {
    return { detail, findings: [unreadable(last.recordingSid, (error as Error).message)] };
  }
}

const unreadable = (recordingSid: string, why: string): Finding =>
  failure(
    'recording-unreadable',
    `The last stored recording cannot be read by range: ${why}.`,
    'Give api and worker-recording the same store, whose server answers a header Range. See docs/operations/recordings.md.',
    `recording ${recordingSid}`,
  );

/** What strangers send is no fault of ours. That the token is the right one, the account and the signed callback show. */
const OF_STRANGERS: ReadonlySet<RejectionCause> = new Set<RejectionCause>([
  'unsigned',
  'old-token-or-forged',
  'too-large',
  'not-a-form',
  'not-an-object',
]);
const REJECTIONS_OF_MS = 3_600_000;

async function examineInbox(read: Read): Promise<DoctorCheck> {
  const [latest, rejections] = await read(async (tx) => [await readLatest(tx), await groupRejections(tx, {})] as const);
  const tiles = TILE_NAMES.flatMap((name): Finding[] => {
    const { title, series, remedy, runbook } = TILES[name];
    const state = tileStateOf(name, latest.valueOf(series));
    const isCounted = state === 'bad' || (state === 'warn' && name === 'dead_letters'); // other warnings pass by themselves
    if (!isCounted) return [];
    const make = state === 'bad' ? failure : warning;
    const fix = `${remedy} See ${runbook}.`;
    return [make(`${name.replaceAll('_', '-')}-high`, `${title}: ${latest.valueOf(series)}.`, fix)];
  });
  const since = Date.now() - REJECTIONS_OF_MS;
  const refused = rejections
    .filter(({ cause, lastAt }) => !OF_STRANGERS.has(cause) && lastAt.getTime() > since)
    .map(({ cause, requests, lastAt }) => {
      const { sentence, remedy } = REJECTION_CAUSES[cause];
      const when = `the last at ${lastAt.toISOString()}`;
      return failure(`refused-${cause}`, `Ingest refused ${requests} requests, ${when}: ${sentence}`, remedy);
    });
  return checkOf('inbox', 'six figures, and the requests that ingest refused in the last hour', [...tiles, ...refused]);
}

async function examineWebhooks(read: Read): Promise<DoctorCheck> {
  const { rows } = await read((tx) => listWebhookEndpoints(tx, { after: undefined, limit: 100 }));
  if (rows.length === 0) return uncheckedOf('outbound-webhooks', 'off', 'no endpoint is set');
  const findings = rows.flatMap(({ url, state, disabledReason, failingSince }): Finding[] => {
    const host = URL.parse(url)?.host ?? url;
    const subject = `endpoint ${host}`;
    if (state !== 'active') {
      const why = disabledReason ? `: ${disabledReason}` : '';
      const sentence = `The endpoint at ${host} is disabled${why}. No event is sent to it.`;
      const fix = 'Fix the endpoint, then set it active again: PATCH /api/webhook-endpoints/{id}.';
      return [warning('endpoint-disabled', sentence, fix, subject)];
    }
    if (failingSince === null) return [];
    const sentence = `The endpoint at ${host} has failed since ${failingSince.toISOString()}.`;
    return [warning('endpoint-failing', sentence, 'See its deliveries: GET /api/webhook-deliveries.', subject)];
  });
  return checkOf('outbound-webhooks', counted(rows.length, 'endpoint'), findings);
}
