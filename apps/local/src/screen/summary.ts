import { styleText } from 'node:util';
import type { Figures } from './figures.ts';

/** A row of the summary: a label and a URL, folder or note. */
export type Place = [label: string, where: string];

/** The block that is redrawn in place. */
export function summaryBlock(figures: Figures, places: Place[], unhealthy: string[]): string {
  const rows: [string, string, string, string][] = [
    ['Calls', count(figures.calls), 'Duplicates', count(figures.duplicates)],
    ['Callbacks sent', count(figures.callbacksSent), 'Reordered', count(figures.reordered)],
    ['Acknowledged', count(figures.acknowledged), 'Dead letters', count(figures.deadLetters)],
    ['Stored', count(figures.stored), 'Ack p50', milliseconds(figures.ackMs?.p50)],
    ['Applied', count(figures.applied), 'Ack p99', milliseconds(figures.ackMs?.p99)],
    ['Missing', count(figures.missing), 'Healed', count(figures.healed)],
    ['Disk', megabytes(figures.diskMb), '', ''],
  ];
  const table = rows.map(([a, x, b, y]) =>
    `  ${a.padEnd(15)}${x.padStart(10)}     ${b.padEnd(13)}${y.padStart(10)}`.trimEnd(),
  );
  const state = unhealthy.length ? styleText('yellow', `not answering: ${unhealthy.join(', ')}`) : 'all healthy';
  const addresses = [...places, ['Processes', state] as Place].map(([label, where]) => `  ${label.padEnd(15)}${where}`);
  return [
    '',
    styleText('bold', '  Trunkline is running.'),
    '',
    ...table,
    '',
    ...addresses,
    '',
    '  Ctrl-C stops everything.',
  ].join('\n');
}

/** The same figures on one line, for a pipe or a file. */
export function summaryLine(figures: Figures, unhealthy: string[]): string {
  const { ackMs } = figures;
  const parts: [string, string][] = [
    ['calls', count(figures.calls)],
    ['callbacks sent', count(figures.callbacksSent)],
    ['acknowledged', count(figures.acknowledged)],
    ['stored', count(figures.stored)],
    ['applied', count(figures.applied)],
    ['duplicates', count(figures.duplicates)],
    ['reordered', count(figures.reordered)],
    ['dead letters', count(figures.deadLetters)],
    ['missing', count(figures.missing)],
    ['healed', count(figures.healed)],
    ['ack p50', milliseconds(ackMs?.p50)],
    ['ack p99', milliseconds(ackMs?.p99)],
    ['disk', megabytes(figures.diskMb)],
  ];
  const line = parts.map(([label, value]) => `${label} ${value}`).join(', ');
  return unhealthy.length ? `${line}; not answering: ${unhealthy.join(', ')}` : line;
}

const count = (value: number | undefined): string => value?.toLocaleString('en-US') ?? '-';

const megabytes = (value: number | undefined): string => (value === undefined ? '-' : `${count(value)} MB`);

const milliseconds = (value: number | undefined): string =>
  value === undefined ? '-' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
