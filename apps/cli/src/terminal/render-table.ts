import { printable } from '@trunkline/explain/text';

/** Text table: upper-case names, then the rows, each column as wide as its longest cell. */
export function renderTable(names: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const lines = [
    names.map((name) => name.toUpperCase()),
    ...rows.map((row) => row.map((cell) => printable(cell ?? '-'))),
  ];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
