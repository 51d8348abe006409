import type { ReactNode } from 'react';
import { Sparkline } from './sparkline.tsx';
import { Status } from './status.tsx';

type TileProps = {
  name: string;
  value: string;
  /** What the figure is of: `of 12 live`. */
  note: ReactNode;
  /** Needs a person soon, or now. A figure that is as it should be has no colour. */
  alarm?: 'warn' | 'bad';
  /** The latest values, oldest first. */
  series?: readonly (number | null)[];
  /** Drawn across the series. */
  threshold?: number;
  /** Below all: what to do. */
  children?: ReactNode;
};

/** A figure with its name, what it is of, and how it went. Wrap it in a link to the list that explains it. */
export const Tile = ({ name, value, note, alarm, series, threshold, children }: TileProps) => (
  <div
    data-frame
    className={`flex h-full flex-col rounded-lg border px-3.5 py-2.5 ${alarm === 'bad' ? 'border-bad bg-bad-soft' : alarm === 'warn' ? 'border-warn bg-warn-soft' : 'border-line bg-raised'}`}
  >
    <h2 className="text-12 text-muted">{name}</h2>
    <p className="text-24 font-semibold tracking-tight">{value}</p>
    <div className="flex items-end justify-between gap-2">
      {alarm ? (
        <Status tone={alarm} isStrong={false}>
          {note}
        </Status>
      ) : (
        <span className="text-muted">{note}</span>
      )}
      {series && (
        <Sparkline values={series} threshold={threshold} label={`${name}, the latest ${series.length} values`} />
      )}
    </div>
    {children}
  </div>
);
