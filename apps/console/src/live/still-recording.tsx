import { Link } from '@tanstack/react-router';
import { callKey } from '../calls/call-cells.tsx';
import { WarnIcon } from '../parts/icons.tsx';
import { isStillRecording } from './concerns.ts';
import type { FloorRow } from './floor.ts';
import { titleOfParty } from './title-of-party.ts';

const NAMED = 3;

/** Calls that are recorded although a pause or stop was asked for: above the list, whatever it is filtered to. */
export function StillRecording({ rows, isBoard = false }: { rows: readonly FloorRow[]; isBoard?: boolean }) {
  const still = rows.filter(isStillRecording);
  return (
    <div role="alert" aria-atomic="true" className={isBoard ? '' : 'empty:-mt-4'}>
      {still.length > 0 && (
        <section
          aria-label="Still recording"
          data-frame
          className={`flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg bg-alarm px-4 py-3 text-on-alarm ${isBoard ? 'text-[clamp(1.25rem,1.8vw,2rem)] leading-tight' : 'text-16'}`}
        >
          <strong className="inline-flex items-center gap-2 text-[1.25em] tracking-wide whitespace-nowrap">
            <WarnIcon className="size-[1em]" /> STILL RECORDING
          </strong>
          <span className="min-w-0 grow basis-64">
            {still.length === 1 ? 'A pause or stop' : `Pauses or stops of ${still.length} calls`} has not taken effect:
            what is said is still recorded.{' '}
            {still.slice(0, NAMED).map((row, n) => (
              <span key={row.id}>
                {n > 0 && ', '}
                {isBoard ? (
                  <strong>{titleOfParty(row)}</strong>
                ) : (
                  <Link
                    to="/live"
                    search={((search: object) => ({ ...search, selected: callKey(row) })) as never}
                    className="font-bold whitespace-nowrap underline"
                  >
                    {titleOfParty(row)}
                  </Link>
                )}
              </span>
            ))}
            {still.length > NAMED && ` and ${still.length - NAMED} more`}
          </span>
        </section>
      )}
    </div>
  );
}
