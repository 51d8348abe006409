import { DEPENDENCIES, DEPENDENCY_NAMES, foldDependency } from './dependency.ts';
import type { Dependency, DependencySighting, FoldedDependency } from './dependency.ts';
import { APP_ABSENCES, APP_NAMES, processStateOf, type ProcessState } from './process-state.ts';

/** What a process's row says, as far as health depends on it. */
export type ProcessRow = {
  id: string;
  app: string;
  host: string;
  pid: number;
  health: string;
  report: Record<string, unknown>;
  failingLoops: { name: string; state: string; error: string | null }[];
  dependencies: Record<
    string,
    { state: string; at?: string | null; latency_ms?: number | null; since?: string; cause?: string }
  >;
  heartbeatAt: Date;
  endedAt: Date | null;
};

/** Something that is wrong: since when, what it means, and what to do. */
export type HealthProblem = {
  /** `dependency:queue`, `app:ingest` or `process:<id>`. */
  subject: string;
  severity: 'warn' | 'bad';
  since: string | null;
  sentence: string;
  remedy: string;
  runbook: string;
};

export const HEALTH_STATES = ['ok', 'degraded', 'down'] as const;

export type Health = {
  /** `down` where an app has no living process, or Postgres is unavailable. */
  state: (typeof HEALTH_STATES)[number];
  dependencies: FoldedDependency[];
  problems: HealthProblem[];
};

const LOOPS = 'docs/operations/deployment.md#loops';
const HEALTH = 'docs/operations/deployment.md#health';

/** The health of the whole installation at `now`: from every process's row, and what the reader of them sees itself. Pure. */
export function foldHealth(
  rows: readonly ProcessRow[],
  own: Partial<Record<Dependency, DependencySighting>>,
  now: Date,
): Health {
  const states = rows.map((row) => ({ row, state: processStateOf(row, now) }));
  const living = states.filter(({ state }) => state !== 'ended' && state !== 'silent').map(({ row }) => row);
  const dependencies = DEPENDENCY_NAMES.map((name) => {
    const mine = own[name];
    return foldDependency(name, [...(mine ? [mine] : []), ...living.flatMap((row) => sightingOf(row, name))]);
  });
  const problems = [
    ...dependencies.flatMap(problemOfDependency),
    ...APP_NAMES.flatMap((app) => problemOfApp(app, living)),
    ...states.flatMap(({ row, state }) => problemOfProcess(row, state, living)),
  ];
  const isDown = problems.some(({ severity }) => severity === 'bad');
  return { state: isDown ? 'down' : problems.length > 0 ? 'degraded' : 'ok', dependencies, problems };
}

function sightingOf({ app, dependencies }: ProcessRow, name: Dependency): DependencySighting[] {
  const said = dependencies[name];
  if (said?.state !== 'up' && said?.state !== 'unavailable' && said?.state !== 'off') return [];
  const { state, at = null, latency_ms: latencyMs = null, since = null, cause = null } = said;
  return [{ app, state, at, latencyMs, since, cause }];
}

function problemOfDependency({ name, state, since, cause }: FoldedDependency): HealthProblem[] {
  if (state !== 'unavailable') return [];
  const { title, absence, remedy, runbook } = DEPENDENCIES[name];
  const because = cause === null ? '' : ` (${cause})`;
  const severity = name === 'postgres' ? 'bad' : 'warn';
  return [
    {
      subject: `dependency:${name}`,
      severity,
      since,
      sentence: `${title} is unavailable${because}: ${absence}.`,
      remedy,
      runbook,
    },
  ];
}

function problemOfApp(app: keyof typeof APP_ABSENCES, living: readonly ProcessRow[]): HealthProblem[] {
  if (living.some((row) => row.app === app)) return [];
  const sentence = `No process of ${app} has given a sign for 25 s: ${APP_ABSENCES[app]}.`;
  const remedy = `Start ${app}; its log says why it ended.`;
  return [{ subject: `app:${app}`, severity: 'bad', since: null, sentence, remedy, runbook: HEALTH }];
}

function problemOfProcess(row: ProcessRow, state: ProcessState, living: readonly ProcessRow[]): HealthProblem[] {
  if (state === 'ended') return [];
  const subject = `process:${row.id}`;
  const name = `${row.app} (process ${row.pid} on ${row.host})`;
  const at = { subject, since: row.heartbeatAt.toISOString() };
  if (state === 'silent') {
    if (!living.some(({ app }) => app === row.app)) return []; // said of the app
    const sentence = `${name} has given no sign since then; other copies of it live.`;
    return [
      {
        ...at,
        severity: 'warn',
        sentence,
        remedy: 'Look whether it ended or is frozen, and restart it.',
        runbook: HEALTH,
      },
    ];
  }
  if (state === 'unhealthy')
    return [
      {
        ...at,
        severity: 'warn',
        sentence: `${name} is unhealthy.`,
        remedy: 'Read its /health, and restart it.',
        runbook: HEALTH,
      },
    ];
  return row.failingLoops.map((loop) => ({
    ...at,
    severity: 'warn',
    sentence: `Loop ${loop.name} of ${name} is ${loop.state}${loop.error === null ? '' : `: ${loop.error}`}.`,
    remedy: 'Remove the cause; the loop goes on by itself.',
    runbook: LOOPS,
  }));
}
