const HEIGHT = 48;
const CHANNELS = ['first party', 'second party'];

/** The loudness of each channel, and how far it was played. The player below is the same for a keyboard. */
export function Waveform({
  peaks,
  place,
  onSeek,
}: {
  peaks: readonly (readonly number[])[];
  /** From 0 to 1. */
  place: number;
  onSeek: (share: number) => void;
}) {
  return (
    <div
      aria-hidden="true"
      className="relative flex cursor-pointer flex-col gap-px"
      onPointerDown={({ currentTarget, clientX }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        onSeek((clientX - left) / width);
      }}
    >
      {peaks.map((channel, n) => (
        <svg
          key={CHANNELS[n] ?? n}
          viewBox={`0 0 ${channel.length} 2`}
          preserveAspectRatio="none"
          height={HEIGHT / peaks.length}
          className="block w-full rounded bg-hover"
        >
          <path d={outlineOf(channel)} className={n === 0 ? 'fill-ring/60' : 'fill-live/60'} />
        </svg>
      ))}
      <span className="absolute inset-y-0 w-px bg-text" style={{ left: `${place * 100}%` }} />
    </div>
  );
}

/** The same above and below the middle, which is at 1. */
function outlineOf(channel: readonly number[]): string {
  const half = (sign: 1 | -1) => channel.map((peak, x) => `${x} ${1 + (sign * Math.max(4, peak)) / 255}`);
  return `M${half(-1).join('L')}L${half(1).toReversed().join('L')}Z`;
}
