import type { Tone } from './tone.ts';

const FILL: Readonly<Record<Tone, string>> = {
  live: 'bg-live',
  ring: 'bg-ring',
  warn: 'bg-warn',
  bad: 'bg-bad',
  idle: 'bg-idle',
  ai: 'bg-ai',
};

type ProgressProps = {
  label: string;
  total: number;
  /** Counts of what is no longer to do, in the order of the bar. The words below it say the same. */
  parts: readonly { count: number; tone: Tone }[];
};

/** How far something is, as a bar of its parts. */
export function Progress({ label, total, parts }: ProgressProps) {
  const done = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      data-frame
      className="flex h-2 overflow-hidden rounded-full bg-line"
    >
      {parts.map(
        ({ count, tone }) =>
          count > 0 && (
            <span
              key={tone}
              className={`${FILL[tone]} min-w-1 forced-colors:bg-[Highlight]`}
              style={{ width: `${(count / Math.max(total, 1)) * 100}%` }}
            />
          ),
      )}
    </div>
  );
}
