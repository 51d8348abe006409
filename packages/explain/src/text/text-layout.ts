/** Columns of the terminal that texts are laid out for. */
export const TEXT_WIDTH = 100;

/** Rows of cells as lines: two spaces before and between, each column as wide as its widest cell. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const printed = rows.map((cells) => cells.map(printable));
  const widths = (printed[0] ?? []).map((_, column) => Math.max(...printed.map((cells) => cells[column]!.length)));
  const used = widths.flatMap((width, column) => (width > 0 ? column : []));
  return printed.map((cells) =>
    `  ${used.map((column) => cells[column]!.padEnd(widths[column]!)).join('  ')}`.trimEnd(),
  );
}

/** A text as lines of at most `width`, broken at spaces, and within a word only where that alone is too long. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of printable(text)
    .split(' ')
    .flatMap((long) => long.match(new RegExp(`.{1,${width}}`, 'g')) ?? [])) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Control characters that callers sent must not reach the terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\u{FFFD}');
