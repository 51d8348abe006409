import type { SimulatorStats } from '../delivery/delivery-counts.ts';

/** The result of a run: the counts of the control API, and whether it succeeded. */
export interface Outcome extends SimulatorStats {
  seed: number;
  seconds: number;
  /** All callbacks sent without a fault were acknowledged, and no forged one was. */
  ok: boolean;
}

export function toOutcome(stats: SimulatorStats, seed: number, seconds: number): Outcome {
  const ok = stats.unfaulted_failed === 0 && stats.forged_acked === 0;
  return { ok, seed, seconds: Math.round(seconds * 10) / 10, ...stats };
}

/** The outcome as text: calls, callbacks, injected faults, and what to check if something failed. */
export function describeOutcome(outcome: Outcome, target: string): string {
  const { ack_ms: ack } = outcome;
  const lines = [
    `Played ${outcome.calls} calls (${outcome.legs} legs) in ${outcome.seconds} s, seed ${outcome.seed}.`,
    row('callbacks', `${outcome.callbacks_planned} planned, ${outcome.callbacks_sent} sent`),
    row(
      'acknowledged',
      `${outcome.callbacks_acked}, not acknowledged ${outcome.callbacks_failed}, retries ${outcome.retries}`,
    ),
    row('faults', describeFaults(outcome)),
    row('answer time', `p50 ${ack.p50} ms, p99 ${ack.p99} ms, longest ${ack.max} ms`),
    ...advice(outcome, target),
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

function advice(outcome: Outcome, target: string): string[] {
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
