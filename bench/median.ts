/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of a/b taken round by round: what the machine does to one round it does to both. */
export const medianRatio = (a: readonly number[], b: readonly number[]): number =>
  median(a.map((figure, n) => figure / b[n]!));

export const round = (figure: number, digits = 2): number => Number(figure.toFixed(digits));
