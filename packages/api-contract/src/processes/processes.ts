import {
  APP_NAMES,
  DEPENDENCY_NAMES,
  DEPENDENCY_STATES,
  HEALTH_STATES,
  PROCESS_STATES,
} from '@trunkline/telephony/processes';
import { z } from 'zod';
import { anything, listOf, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { anyOf, paging } from '../http/request-values.ts';

const app = z.enum(APP_NAMES);
const state = z.enum(PROCESS_STATES);
const dependencyName = z.enum(DEPENDENCY_NAMES);

export const processesQuery = z.strictObject({
  app: anyOf(app, 'Only processes of this app', ['ingest']),
  state: anyOf(state, 'Only processes in this state', ['ok', 'degraded']),
  ...paging,
});

const processState = described(
  state,
  'silent: no heartbeat for 25 seconds; ended: it stopped as it should. Otherwise what its last heartbeat said',
);

/** A process, and what its last heartbeat said. */
export const process = z
  .object({
    id: described(z.uuid(), 'New at each start', EXAMPLE_UUID),
    app: described(z.string(), 'Name of the app', 'ingest'),
    host: described(z.string(), 'Name of its machine or container', 'a-host'),
    pid: described(z.int(), 'Process id on that machine', 4711),
    version: described(z.string(), 'Version of the package', '0.1.0'),
    commit: described(z.string().nullable(), 'Commit that it runs; null where neither image nor checkout says it'),
    state: processState,
    started_at: timestamp,
    heartbeat_at: described(timestamp, 'When it gave its last sign; of a silent process, since when it is silent'),
    ended_at: timestamp.nullable(),
    report: described(anything, 'What its /health says, without loops and dependencies'),
    failing_loops: described(
      z.array(
        z.object({
          name: z.string(),
          state: described(z.string(), 'failing or stuck', 'failing'),
          error: z.string().nullable(),
          failures: described(z.int(), 'Rounds that failed since one succeeded', 3),
        }),
      ),
      'Loops that do not work; the others do',
    ),
    dependencies: described(
      z.record(
        z.string(),
        z.object({
          state: z.enum(['up', 'unavailable', 'off']),
          at: described(timestamp.nullable(), 'When it answered last'),
          latency_ms: described(z.number().nullable(), 'Milliseconds that this answer took', 1.4),
          since: timestamp.optional(),
          cause: z.string().optional(),
        }),
      ),
      'The components that it needs, as it knows them',
    ),
    figures: described(
      z.record(z.string(), z.number()),
      'Sums and times of the 10 seconds before the heartbeat: of ingest acks_per_second, ack_p50_ms, ack_p99_ms, refused and spooled; of workers jobs_done, jobs_failed and longest_wait_ms (the longest that a job waited before it began); of api stream_clients and stream_lag_seconds',
      { jobs_done: 412, jobs_failed: 0, longest_wait_ms: 31 },
    ),
  })
  .meta({ id: 'Process' });

export const processesPage = listOf(process).meta({ id: 'ProcessesPage' });

const dependency = z
  .object({
    name: dependencyName,
    title: described(z.string(), 'Its name for people', 'Postgres'),
    state: described(
      z.enum(DEPENDENCY_STATES),
      'unavailable where any process misses it; off where a setting is missing',
    ),
    checked_at: described(timestamp.nullable(), 'When it answered last, to any process'),
    latency_ms: described(z.number().nullable(), 'Milliseconds that this answer took', 1.4),
    since: described(timestamp.nullable(), 'Since when it is unavailable, where a process says it'),
    cause: z.string().nullable(),
    missed_by: described(z.array(z.string()), 'Apps for which it is unavailable', ['worker-status']),
  })
  .meta({ id: 'DependencyHealth' });

/** What is wrong, and what to do. */
export const healthProblem = z
  .object({
    subject: described(z.string(), 'dependency:<name>, app:<name> or process:<id>', 'app:ingest'),
    severity: described(z.enum(['warn', 'bad']), 'bad: an app has no process, or Postgres is unavailable'),
    since: timestamp.nullable(),
    sentence: described(z.string(), 'What is wrong, and what that means'),
    remedy: described(z.string(), 'What to do'),
    runbook: described(z.string(), 'Page of the documents with more', 'docs/operations/database.md#outages'),
  })
  .meta({ id: 'HealthProblem' });

export const health = z
  .object({
    state: described(z.enum(HEALTH_STATES), 'down: an app has no process, or Postgres is unavailable', 'ok'),
    checked_at: timestamp,
    problems: described(z.array(healthProblem), 'What is wrong; empty where all is well'),
    dependencies: z.array(dependency),
    processes: described(z.array(process), 'Every process of the last hour, and silent ones of the last day'),
  })
  .meta({ id: 'Health', description: 'The health of the whole installation' });
