/** Rows as columns of text under their names, as wide as they have to be. */
export function renderTable(names: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const lines = [names.map((name) => name.toUpperCase()), ...rows.map((row) => row.map((cell) => cell ?? '-'))];
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
