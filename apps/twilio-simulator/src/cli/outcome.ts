import type { SimulatorStats } from '../delivery/delivery-counts.ts';

/** What a finished run is told by: everything that the control API knows, and how the run went. */
export interface Outcome extends SimulatorStats {
  seed: number;
  seconds: number;
  /** Every callback sent without a fault was acknowledged, and no forged one. */
  ok: boolean;
}

export function judge(stats: SimulatorStats, seed: number, seconds: number): Outcome {
  const ok = stats.unfaulted_failed === 0 && stats.forged_acked === 0;
  return { ok, seed, seconds: Math.round(seconds * 10) / 10, ...stats };
}

/** The outcome for people: what was played, what arrived, what went wrong on purpose, and what to do about the rest. */
export function describe(outcome: Outcome, target: string): string {
  const { ack_ms: ack } = outcome;
  const lines = [
    `Played ${outcome.calls} calls (${outcome.legs} with their dialled legs) in ${outcome.seconds} s, seed ${outcome.seed}.`,
    row('callbacks', `${outcome.callbacks_planned} planned, ${outcome.callbacks_sent} sent`),
    row(
      'acknowledged',
      `${outcome.callbacks_acked}, not acknowledged ${outcome.callbacks_failed}, retries ${outcome.retries}`,
    ),
    row('faults', describeFaults(outcome)),
    row('answer time', `p50 ${ack.p50} ms, p99 ${ack.p99} ms, longest ${ack.max} ms`),
    ...remedies(outcome, target),
  ];
  return lines.join('\n');
}

const row = (name: string, text: string): string => `  ${name.padEnd(14)}${text}`;

function describeFaults(outcome: Outcome): string {
  const { dropped, unanswered, duplicates_sent, reordered, delayed, forged, slow } = outcome;
  const all = { dropped, unanswered, duplicated: duplicates_sent, reordered, delayed, forged, slow };
  const some = Object.entries(all).filter(([, count]) => count > 0);
  return some.length > 0 ? some.map(([name, count]) => `${count} ${name}`).join(', ') : 'none';
}

function remedies(outcome: Outcome, target: string): string[] {
  const { callbacks_sent, callbacks_acked, unfaulted_failed, forged_acked } = outcome;
  if (callbacks_sent > 0 && callbacks_acked === 0) {
    return [
      `Nothing was acknowledged by ${target}. Is a receiver running there (--target), with the same TWILIO_AUTH_TOKEN?`,
    ];
  }
  const lines = [];
  if (unfaulted_failed > 0) lines.push(`${unfaulted_failed} callbacks without a fault were not acknowledged.`);
  if (forged_acked > 0)
    lines.push(`${forged_acked} forged callbacks were acknowledged: the receiver does not check signatures.`);
  return lines;
}
