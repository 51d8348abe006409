const [WIDTH, HEIGHT] = [72, 20];

type SparklineProps = { values: readonly (number | null)[]; label: string; threshold?: number | undefined };

/** A line of values without axes, oldest first; null leaves a hole. The range is said to screen readers. */
export function Sparkline({ values, label, threshold }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const largest = Math.max(...known, threshold ?? 0);
  const highest = largest > 0 ? largest : 1;
  const lowest = Math.min(...known, 0);
  const y = (value: number): number => HEIGHT - 1 - ((value - lowest) / (highest - lowest)) * (HEIGHT - 2);
  const x = (n: number): string => ((n / (values.length - 1)) * WIDTH).toFixed(1);
  const path = values
    .map((value, n) =>
      value === null ? '' : `${(values[n - 1] ?? null) === null ? 'M' : 'L'}${x(n)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const range = `from ${Math.min(...known)} to ${Math.max(...known)}, last ${known.at(-1)}`;
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
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
