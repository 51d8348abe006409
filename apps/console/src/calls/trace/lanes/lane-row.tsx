import { TEXT_OF_TONE, type Tone } from '../../../parts/tone.ts';
import { groupByPlace } from './group-marks.ts';
import type { Bar, Point, Row } from './lane-rows.ts';
import type { Shape } from '../mark-look.ts';
import { placeLabels } from './place-labels.ts';
import type { TimeScale } from './time-scale.ts';

export const ROW_HEIGHT = 56;
const MIDDLE = ROW_HEIGHT / 2;
const APART_PX = 10;
const TARGET_PX = 24;

const BARS: Readonly<Record<Bar['kind'], string>> = {
  ringing: 'fill-transparent stroke-ring',
  talking: 'fill-live/35 stroke-transparent',
  recording: 'fill-ring/35 stroke-transparent',
  paused: 'fill-transparent stroke-transparent',
};
const SEVERITY: readonly Tone[] = ['idle', 'live', 'ring', 'ai', 'warn', 'bad'];

/** Bars for what lasted, and a button for each callback or act, or for several that lie on top of each other. */
export function LaneRow({
  row,
  scale,
  selected,
  onSelect,
}: {
  row: Row;
  scale: TimeScale;
  selected: string | undefined;
  onSelect: (inboxId: string) => void;
}) {
  const groups = groupByPlace(row.points, ({ at }) => scale.xOf(at), APART_PX);
  const labels = placeLabels(
    groups.map(({ x, members }) => ({ x, name: nameOf(members) })),
    scale.xOf(Infinity),
  );
  return (
    <g role="group" aria-label={`${row.name}, ${row.detail}`}>
      {row.bars.map((bar) => (
        <BarOf key={`${bar.kind} ${bar.from}`} bar={bar} scale={scale} />
      ))}
      {row.points.map(
        (point) => point.endAt !== null && <Thread key={`${point.at} ${point.name}`} point={point} scale={scale} />,
      )}
      {groups.map(({ x, members }) => (
        <Place key={x} x={x} members={members} selected={selected} onSelect={onSelect} />
      ))}
      <g aria-hidden="true" className="pointer-events-none fill-muted text-11">
        {labels.map(({ x, anchor, text }) => (
          <text key={x} x={x} y={MIDDLE - 12} textAnchor={anchor}>
            {text}
          </text>
        ))}
      </g>
    </g>
  );
}

/** Several on top of each other are counted. */
const nameOf = (members: readonly Point[]): string => (members.length > 1 ? `${members.length}` : members[0]!.name);

const countOf = ({ length }: readonly string[]): string => (length > 1 ? `${length} together: ` : '');

function BarOf({ bar, scale }: { bar: Bar; scale: TimeScale }) {
  const left = scale.xOf(bar.from);
  const right = bar.until === null ? scale.xOf(Infinity) : scale.xOf(bar.until);
  const width = Math.max(1, right - left);
  if (bar.kind === 'paused')
    return (
      <g className="stroke-muted" strokeWidth={2}>
        <line x1={left + width / 2 - 3} x2={left + width / 2 - 3} y1={MIDDLE - 5} y2={MIDDLE + 5} />
        <line x1={left + width / 2 + 3} x2={left + width / 2 + 3} y1={MIDDLE - 5} y2={MIDDLE + 5} />
      </g>
    );
  return <rect x={left} y={MIDDLE - 5} width={width} height={10} rx={2} className={BARS[bar.kind]} />;
}

/** From where a callback belongs to where it came, or to where its absence was healed. */
function Thread({ point, scale }: { point: Point; scale: TimeScale }) {
  const [from, to] = [scale.xOf(point.at), scale.xOf(point.endAt!)];
  return (
    <g className={TEXT_OF_TONE[point.look.tone]}>
      <path
        d={`M${from} ${MIDDLE} Q${(from + to) / 2} ${MIDDLE + 22} ${to} ${MIDDLE}`}
        fill="none"
        stroke="currentColor"
        strokeDasharray="2 3"
      />
      {point.inboxId !== null && point.look.words.includes('healed') && <Sign shape="diamond" x={to} />}
    </g>
  );
}

function Place({
  x,
  members,
  selected,
  onSelect,
}: {
  x: number;
  members: readonly Point[];
  selected: string | undefined;
  onSelect: (inboxId: string) => void;
}) {
  const worst = members.reduce((a, b) => (SEVERITY.indexOf(b.look.tone) > SEVERITY.indexOf(a.look.tone) ? b : a));
  const isSelected = members.some(({ inboxId }) => inboxId !== null && inboxId === selected);
  const words = members.map(
    ({ name, look, copies }) => `${name}, ${look.words}${copies > 1 ? `, came ${copies} times` : ''}`,
  );
  const next = members.find(({ inboxId }) => inboxId !== null && inboxId !== selected) ?? worst;
  const choose = (): void => {
    if (next.inboxId !== null) onSelect(next.inboxId);
    else if (next.elementId) document.querySelector<HTMLElement>(`#${next.elementId}`)?.focus();
  };
  return (
    <g
      role="button"
      tabIndex={0}
      aria-label={
        countOf(words) + words.slice(0, 8).join(' – ') + (words.length > 8 ? ` and ${words.length - 8} more` : '')
      }
      aria-pressed={isSelected}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
      className={`cursor-pointer ${TEXT_OF_TONE[worst.look.tone]}`}
    >
      <title>{words.join('\n')}</title>
      <rect x={x - TARGET_PX / 2} y={MIDDLE - TARGET_PX / 2} width={TARGET_PX} height={TARGET_PX} fill="transparent" />
      {isSelected && <circle cx={x} cy={MIDDLE} r={10} className="fill-none stroke-text" strokeWidth={1.5} />}
      {worst.copies > 1 && <circle cx={x} cy={MIDDLE} r={8} fill="none" stroke="currentColor" />}
      <Sign shape={worst.look.shape} x={x} />
    </g>
  );
}

function Sign({ shape, x }: { shape: Shape; x: number }) {
  const at = { cx: x, cy: MIDDLE };
  switch (shape) {
    case 'dot':
      return <circle {...at} r={5} fill="currentColor" />;
    case 'ring':
      return <circle {...at} r={5} fill="none" stroke="currentColor" strokeWidth={2} />;
    case 'hollow':
      return (
        <circle {...at} r={5} className="fill-raised" stroke="currentColor" strokeWidth={2} strokeDasharray="3 2" />
      );
    case 'diamond':
      return <path d={`M${x} ${MIDDLE - 6}l6 6-6 6-6-6z`} fill="currentColor" />;
    case 'square':
      return <rect x={x - 4} y={MIDDLE - 4} width={8} height={8} fill="currentColor" />;
  }
}
