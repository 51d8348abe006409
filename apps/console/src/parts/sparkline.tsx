const [WIDTH, HEIGHT] = [72, 20];

type SparklineProps = { values: readonly number[]; label: string; threshold?: number | undefined };

/** A line of values without axes, oldest first. The range is said to screen readers. */
export function Sparkline({ values, label, threshold }: SparklineProps) {
  if (values.length < 2) return null;
  const highest = Math.max(...values, threshold ?? 0, 1);
  const lowest = Math.min(...values, 0);
  const y = (value: number): number => HEIGHT - 1 - ((value - lowest) / (highest - lowest)) * (HEIGHT - 2);
  const points = values.map((value, n) => `${((n / (values.length - 1)) * WIDTH).toFixed(1)},${y(value).toFixed(1)}`);
  const range = `from ${Math.min(...values)} to ${Math.max(...values)}, last ${values.at(-1)}`;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="h-5 w-18 shrink-0 text-muted"
      role="img"
      aria-label={`${label}: ${range}`}
    >
      {threshold !== undefined && (
        <path d={`M0 ${y(threshold)}H${WIDTH}`} className="stroke-warn" strokeWidth="1" strokeDasharray="2 2" />
      )}
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
