import { openLineLimit } from './line-limit.ts';
import type { Logger } from './logger.ts';
import { metrics } from './metrics.ts';

/** How one outcome of a kind of work is logged and counted. `counted` is the counter's label where it is not the outcome. */
type OutcomeEntry = { level: 'debug' | 'info' | 'warn' | 'error'; message: string; counted?: string };

type OutcomeTable<O extends string, L extends string> = {
  counter: string;
  help: string;
  /** The counter's label that holds the outcome. */
  label: string;
  /** The counter's other labels. */
  labels?: readonly L[];
  /** Begins the log's `event`, which the outcome ends: `webhook.` makes `webhook.delivered`. */
  event: string;
  /** The fields that make a cause: of outcomes with the same cause one is logged in ten minutes. Default: each is. */
  oncePer?: readonly string[];
  outcomes: Readonly<Record<O, OutcomeEntry>>;
};

/** Makes the function that counts an outcome and logs it at its level; the compiler asks for an entry for each outcome. */
export function outcomeReporter<O extends string, L extends string = never>({
  counter: name,
  help,
  label,
  labels = [],
  event,
  oncePer,
  outcomes,
}: OutcomeTable<O, L>) {
  const counter = metrics.counter<string>(name, help, [...labels, label]);
  const limit = openLineLimit();
  return (log: Logger, outcome: O, fields: Record<string, unknown>, others = {} as Record<L, string>): void => {
    const { level, message, counted = outcome } = outcomes[outcome];
    counter.inc({ ...others, [label]: counted });
    const held = oncePer ? limit(JSON.stringify([outcome, ...oncePer.map((field) => fields[field])])) : 0;
    if (held === undefined) return;
    log[level]({ event: `${event}${outcome}`, ...fields, ...(held > 0 && { suppressed: held }) }, message);
  };
}
