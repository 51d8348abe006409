import { z } from 'zod';
import type { LocalConfig } from '../config.ts';
import { type Metrics, parseMetrics, quantileOf, sumOf } from './prometheus-text.ts';

/** What the summary shows; undefined is not known (yet). */
export interface Figures {
  calls: number | undefined;
  callbacksSent: number | undefined;
  acknowledged: number | undefined;
  stored: number | undefined;
  applied: number | undefined;
  duplicates: number | undefined;
  reordered: number | undefined;
  deadLetters: number | undefined;
  /** Callbacks that never came, and of them those whose news was fetched by REST or came after all. */
  missing: number | undefined;
  healed: number | undefined;
  ackMs: { p50: number; p99: number } | undefined;
}

const ANSWERS_WITHIN_MS = 2000;
const ACK_SECONDS = 'trunkline_ingest_ack_duration_seconds';

const simulatorStats = z.object({
  calls: z.number(),
  callbacks_sent: z.number(),
  callbacks_acked: z.number(),
  ack_ms: z.object({ p50: z.number(), p99: z.number() }),
});
const reconciliation = z.object({ gaps: z.array(z.object({ open: z.number(), healed: z.number() })) });
const inboxCounts = z.object({ counts: z.object({ dead_letter: z.number() }) });

/** Returns a function that asks every process for its figures; one that does not answer keeps its last ones. */
export function figureReader(config: LocalConfig): () => Promise<Figures> {
  const at = (port: number, path: string): string => `http://127.0.0.1:${port}${path}`;
  const names = ['calls', 'callbacksSent', 'acknowledged', 'stored', 'applied', 'duplicates', 'reordered'] as const;
  const tallies = Object.fromEntries(names.map((name) => [name, new Tally()])) as Record<(typeof names)[number], Tally>;
  let deadLetters: number | undefined;
  let gaps: { missing: number; healed: number } | undefined;
  let ackMs: Figures['ackMs'];

  return async () => {
    const [simulator, ingest, worker, inbox, reconciled] = await Promise.all([
      config.isSimulated ? readJson(at(config.SIMULATOR_PORT, '/simulator/stats'), simulatorStats) : undefined,
      readMetrics(at(config.INGEST_PORT, '/metrics')),
      readMetrics(at(config.WORKER_STATUS_PORT, '/metrics')),
      readJson(at(config.API_PORT, '/api/inbox?limit=1'), inboxCounts),
      readJson(at(config.API_PORT, '/api/reconciliation'), reconciliation),
    ]);
    const of = (metrics: Metrics | undefined, name: string) => metrics && sumOf(metrics, `trunkline_${name}`);
    deadLetters = inbox?.counts.dead_letter ?? deadLetters;
    gaps = (reconciled && countGaps(reconciled)) ?? gaps;
    ackMs = config.isSimulated ? (simulator?.ack_ms ?? ackMs) : ((ingest && ackTimes(ingest)) ?? ackMs);
    return {
      calls: tallies.calls.note(simulator?.calls),
      callbacksSent: tallies.callbacksSent.note(simulator?.callbacks_sent),
      acknowledged: tallies.acknowledged.note(
        config.isSimulated ? simulator?.callbacks_acked : of(ingest, 'ingest_ack_duration_seconds_count'),
      ),
      stored: tallies.stored.note(of(ingest, 'callbacks_stored_total')),
      applied: tallies.applied.note(of(worker, 'callbacks_applied_total')),
      duplicates: tallies.duplicates.note(of(ingest, 'callback_duplicates_total')),
      reordered: tallies.reordered.note(of(worker, 'callbacks_out_of_order_total')),
      deadLetters,
      missing: gaps?.missing,
      healed: gaps?.healed,
      ackMs,
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
  return fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
    .then(async (response) => (response.ok ? parseMetrics(await response.text()) : undefined))
    .catch(() => undefined);
}

async function readJson<T>(url: string, schema: z.ZodType<T>): Promise<T | undefined> {
  return fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
    .then(async (response) => (response.ok ? schema.parse(await response.json()) : undefined))
    .catch(() => undefined);
}

/** A counter that goes on where a restarted process begins again at zero. */
export class Tally {
  #before = 0;
  #latest: number | undefined;

  /** Notes what the process says now; undefined, while it does not answer, changes nothing. */
  note(value: number | undefined): number | undefined {
    if (value === undefined) return this.total;
    if (this.#latest !== undefined && value < this.#latest) this.#before += this.#latest;
    this.#latest = value;
    return this.total;
  }

  get total(): number | undefined {
    return this.#latest === undefined ? undefined : this.#before + this.#latest;
  }
}
