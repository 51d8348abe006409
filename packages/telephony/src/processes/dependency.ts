/** The components that processes need: what their absence means, and what to do. */
export const DEPENDENCIES = {
  postgres: {
    title: 'Postgres',
    absence: 'callbacks are kept on disk or refused as SPOOL says, and nothing is applied',
    remedy: 'Start Postgres, or correct DATABASE_URL; the log of each process names the cause.',
    runbook: 'docs/operations/database.md#outages',
  },
  queue: {
    title: 'Queue',
    absence: 'callbacks are applied directly from Postgres, somewhat later; other work waits',
    remedy: 'Start the server of REDIS_URL, empty or not; the relays enqueue what is due.',
    runbook: 'docs/operations/deployment.md#redis',
  },
  store: {
    title: 'Store of recordings',
    absence: 'recordings wait at Twilio, and stored ones cannot be played',
    remedy: 'Make room in RECORDINGS_DIR, or correct the bucket and its credentials.',
    runbook: 'docs/operations/recordings.md#the-store-stores-nothing',
  },
  twilio: {
    title: "Twilio's REST API",
    absence: 'missing callbacks are not healed, and calls are neither placed nor controlled',
    remedy: 'Check the credentials, DNS, proxy and firewall; requests go on by themselves once Twilio answers.',
    runbook: 'docs/operations/reconciliation.md#twilio-refuses-our-requests',
  },
  models: {
    title: 'Model server',
    absence: 'answers wait to be transcribed and scored',
    remedy: 'Check OPENAI_API_KEY, the names of the models, the credit and DAILY_MODEL_BUDGET_USD.',
    runbook: 'docs/operations/interviews.md#the-model-server-refuses-us',
  },
} as const satisfies Record<string, { title: string; absence: string; remedy: string; runbook: string }>;

export type Dependency = keyof typeof DEPENDENCIES;
export const DEPENDENCY_NAMES = Object.keys(DEPENDENCIES) as [Dependency, ...Dependency[]];

/** `unknown`: no living process has said anything about it. */
export const DEPENDENCY_STATES = ['up', 'unavailable', 'off', 'unknown'] as const;
type DependencyState = (typeof DEPENDENCY_STATES)[number];

/** What one process said about a dependency. */
export type DependencySighting = {
  app: string;
  state: 'up' | 'unavailable' | 'off';
  at: string | null;
  latencyMs: number | null;
  since: string | null;
  cause: string | null;
};

export type FoldedDependency = {
  name: Dependency;
  state: DependencyState;
  /** Time and duration of the last answer that any process got. */
  at: string | null;
  latencyMs: number | null;
  since: string | null;
  cause: string | null;
  /** The apps for which it is unavailable. */
  apps: string[];
};

/** One state out of all sightings: unavailable where any process misses it, as two networks may differ. Pure. */
export function foldDependency(name: Dependency, sightings: readonly DependencySighting[]): FoldedDependency {
  const missing = sightings.filter(({ state }) => state === 'unavailable');
  const used = sightings.filter(({ state }) => state !== 'off');
  const latest = used
    .filter(({ at }) => at !== null)
    .toSorted((a, b) => (a.at! < b.at! ? 1 : -1))
    .at(0);
  const state = missing.length > 0 ? 'unavailable' : used.length > 0 ? 'up' : sightings.length > 0 ? 'off' : 'unknown';
  return {
    name,
    state,
    at: latest?.at ?? null,
    latencyMs: latest?.latencyMs ?? null,
    since: missing.map(({ since }) => since).find((since) => since !== null) ?? null,
    cause: (missing.length > 0 ? missing : sightings).map(({ cause }) => cause).find((cause) => cause !== null) ?? null,
    apps: [...new Set(missing.map(({ app }) => app))].toSorted(),
  };
}
