import { z } from 'zod';
import type { LocalConfig } from '../config.ts';
import { diskUsage } from './disk-usage.ts';
import { type Metrics, parseMetrics, quantileOf, sumOf } from './prometheus-text.ts';

/** The figures of the summary; undefined while unknown. */
export interface Figures {
  calls: number | undefined;
  callbacksSent: number | undefined;
  acknowledged: number | undefined;
  stored: number | undefined;
  applied: number | undefined;
  duplicates: number | undefined;
  reordered: number | undefined;
  deadLetters: number | undefined;
  /** Callbacks that were overdue, and those of them that came late or were replaced by a REST request. */
  missing: number | undefined;
  healed: number | undefined;
  ackMs: { p50: number; p99: number } | undefined;
  /** Database, recordings, spool and logs, in MB. */
  diskMb: number | undefined;
}

const TIMEOUT_MS = 2000;
const MEASURE_DISK_EVERY_MS = 15_000;
const ACK_SECONDS = 'trunkline_ingest_ack_duration_seconds';

const simulatorStats = z.object({
  calls: z.number(),
  callbacks_sent: z.number(),
  callbacks_acked: z.number(),
  ack_ms: z.object({ p50: z.number(), p99: z.number() }),
});
const reconciliation = z.object({ gaps: z.array(z.object({ open: z.number(), healed: z.number() })) });
const inboxCounts = z.object({ counts: z.object({ dead_letter: z.number() }) });

/** Returns a function that reads the figures of every process; one that does not answer keeps its last ones. */
export function figureReader(config: LocalConfig, dataFolders: readonly string[]): () => Promise<Figures> {
  const at = (port: number, path: string): string => `http://127.0.0.1:${port}${path}`;
  const names = ['calls', 'callbacksSent', 'acknowledged', 'stored', 'applied', 'duplicates', 'reordered'] as const;
  const tallies = Object.fromEntries(names.map((name) => [name, new Tally()])) as Record<(typeof names)[number], Tally>;
  let deadLetters: number | undefined;
  let gaps: { missing: number; healed: number } | undefined;
  let ackMs: Figures['ackMs'];
  let diskMb: number | undefined;
  let measuredAt = -Infinity;

  return async () => {
    const [simulator, ingest, worker, inbox, reconciled] = await Promise.all([
      config.isSimulated ? readJson(at(config.SIMULATOR_PORT, '/simulator/stats'), simulatorStats) : undefined,
      readMetrics(at(config.INGEST_PORT, '/metrics')),
      readMetrics(at(config.WORKER_STATUS_PORT, '/metrics')),
      readJson(at(config.API_PORT, '/api/inbox?limit=1'), inboxCounts),
      readJson(at(config.API_PORT, '/api/reconciliation'), reconciliation),
    ]);
    if (performance.now() - measuredAt > MEASURE_DISK_EVERY_MS) {
      measuredAt = performance.now();
      diskMb = Math.round((await diskUsage(dataFolders)) / 1e6);
    }
    const of = (metrics: Metrics | undefined, name: string) => metrics && sumOf(metrics, `trunkline_${name}`);
    deadLetters = inbox?.counts.dead_letter ?? deadLetters;
    gaps = (reconciled && countGaps(reconciled)) ?? gaps;
    ackMs = config.isSimulated ? (simulator?.ack_ms ?? ackMs) : ((ingest && ackTimes(ingest)) ?? ackMs);
    return {
      calls: tallies.calls.update(simulator?.calls),
      callbacksSent: tallies.callbacksSent.update(simulator?.callbacks_sent),
      acknowledged: tallies.acknowledged.update(
        config.isSimulated ? simulator?.callbacks_acked : of(ingest, 'ingest_ack_duration_seconds_count'),
      ),
      stored: tallies.stored.update(of(ingest, 'callbacks_stored_total')),
      applied: tallies.applied.update(of(worker, 'callbacks_applied_total')),
      duplicates: tallies.duplicates.update(of(ingest, 'callback_duplicates_total')),
      reordered: tallies.reordered.update(of(worker, 'callbacks_out_of_order_total')),
      deadLetters,
      missing: gaps?.missing,
      healed: gaps?.healed,
      ackMs,
      diskMb,
    };
  };
}

function countGaps({ gaps }: z.output<typeof reconciliation>) {
  const healed = gaps.reduce((sum, gap) => sum + gap.healed, 0);
  return { missing: healed + gaps.reduce((sum, gap) => sum + gap.open, 0), healed };
}

function ackTimes(ingest: Metrics): Figures['ackMs'] {
  const [p50, p99] = [quantileOf(ingest, ACK_SECONDS, 0.5), quantileOf(ingest, ACK_SECONDS, 0.99)];
  return p50 === undefined || p99 === undefined ? undefined : { p50: p50 * 1000, p99: p99 * 1000 };
}

async function readMetrics(url: string): Promise<Metrics | undefined> {
  return fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then(async (response) => (response.ok ? parseMetrics(await response.text()) : undefined))
    .catch(() => undefined);
}

async function readJson<T>(url: string, schema: z.ZodType<T>): Promise<T | undefined> {
  return fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    .then(async (response) => (response.ok ? schema.parse(await response.json()) : undefined))
    .catch(() => undefined);
}

/** The total of a counter whose process may restart and count from zero again. */
export class Tally {
  #before = 0;
  #latest: number | undefined;

  /** Takes the latest value, undefined while the process does not answer; returns the total. */
  update(value: number | undefined): number | undefined {
    if (value === undefined) return this.total;
    if (this.#latest !== undefined && value < this.#latest) this.#before += this.#latest;
    this.#latest = value;
    return this.total;
  }

  get total(): number | undefined {
    return this.#latest === undefined ? undefined : this.#before + this.#latest;
  }
}
