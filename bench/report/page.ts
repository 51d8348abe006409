/** Writes docs/benchmarks.md from bench/results: `npm run bench:docs`. */
import { writeFileSync } from 'node:fs';
import { BENCHES, type Bench, type BenchName, type Figure } from './benches.ts';
import { readRun, type Measured, type Run } from './record.ts';

export const BENCHMARKS_PAGE = new URL('../../docs/benchmarks.md', import.meta.url);

const HEAD = `# Benchmarks and proofs

Written by \`npm run bench:docs\` from \`bench/results\`. Each command prints its figures as JSON in its last line; with
\`--record\` it also keeps them in \`bench/results\`, together with the command, the seed, the date and the machine. A range is
that of several runs or results. Everything runs on one machine: load, Node, PostgreSQL and Redis share its cores.

A bench (\`bench/\`) measures. A proof (\`test/proofs/\`) also decides: it ends with exit code 1 if a promise is broken.`;

/** The text of docs/benchmarks.md. */
export function benchmarksPage(): string {
  const sections = (Object.keys(BENCHES) as BenchName[]).map((name) => section(BENCHES[name], readRun(name)));
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

function section({ script, about, figures }: Bench, run: Run): string {
  const rows = Object.entries(figures).map(([key, figure]) => [
    `\`${key}\``,
    figure.means,
    figure.goal ?? '–',
    measured(key, figure, run),
  ]);
  const table = markdownTable(['figure', 'meaning', 'goal', 'measured'], rows);
  return [`## \`npm run ${script}\``, wrap(about), wrap(origin(run)), table].join('\n\n');
}

function origin({ command, seed, date, machine: { cpu, cores, node, system } }: Run): string {
  const seeded = seed === null ? '' : `, seed ${seed}`;
  return `Recorded on ${date} by \`${command}\`${seeded}; ${cpu === null ? '' : `${cpu}, `}${cores} cores, Node ${node}, ${system}.`;
}

function measured(key: string, { unit, isTotal }: Figure, { results }: Run): string {
  const values = results.flatMap((result): Measured[] => (key in result ? [result[key]!] : [])).flat();
  if (values.length === 0) return '–';
  const total = values.reduce((sum, value) => sum + value, 0);
  const [low, high] = isTotal ? [total, total] : [Math.min(...values), Math.max(...values)];
  const range = low === high ? text(low) : `${text(low)} - ${text(high)}`;
  if (unit === undefined) return range;
  return unit.startsWith('/') ? `${range}${unit}` : `${range} ${unit}`;
}

const text = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** Breaks a paragraph into lines of at most 120 characters. */
const wrap = (paragraph: string): string => paragraph.replaceAll(/(?=.{121})(.{1,120}) /g, '$1\n');

/** A table of Markdown, as the formatter writes it. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, n) => Math.max(3, name.length, ...rows.map((row) => row[n]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

if (import.meta.main) writeFileSync(BENCHMARKS_PAGE, benchmarksPage());
