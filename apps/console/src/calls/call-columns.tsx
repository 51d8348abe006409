import type { Column } from '../lists/data-table.tsx';
import { Absent, Time } from '../parts/times/time.tsx';
import { CallDirection, CallDuration, CallRecording, CallState, CallTitle, OurLine, Sid } from './call-cells.tsx';
import type { CallRow } from './call.ts';

type CallColumn = Column<CallRow> & {
  /** Hidden until a person shows it. */
  isExtra?: true;
  /** Only the staff gets the field. */
  isOfStaff?: true;
};

/** Every column that the table of calls can have, in its order. */
const ALL: readonly CallColumn[] = [
  {
    id: 'started',
    name: 'Started',
    sortBy: 'started_at',
    isSecondary: true,
    cell: (row) => <Time at={row.start_time ?? row.created_at} />,
  },
  { id: 'state', name: 'State', cell: (row) => <CallState {...row} /> },
  { id: 'party', name: 'Party', cell: (row) => <CallTitle {...row} /> },
  { id: 'direction', name: 'Direction', isSecondary: true, cell: (row) => <CallDirection {...row} /> },
  { id: 'line', name: 'Our line', isSecondary: true, cell: (row) => <OurLine {...row} /> },
  { id: 'duration', name: 'Duration', sortBy: 'duration', isNumeric: true, cell: (row) => <CallDuration {...row} /> },
  { id: 'recording', name: 'Recording', isSecondary: true, cell: (row) => <CallRecording {...row} /> },
  {
    id: 'answered',
    name: 'Answered',
    isExtra: true,
    isSecondary: true,
    cell: ({ answered_at: at }) => (at ? <Time at={at} /> : <Absent because="not answered, or not known" />),
  },
  {
    id: 'ended',
    name: 'Ended',
    isExtra: true,
    isSecondary: true,
    cell: ({ end_time: at }) => (at ? <Time at={at} /> : <Absent because="not ended" />),
  },
  {
    id: 'price',
    name: 'Price',
    isExtra: true,
    isOfStaff: true,
    isSecondary: true,
    isNumeric: true,
    cell: ({ price, price_unit: unit }) =>
      price ? `${price} ${unit ?? ''}`.trim() : <Absent because="Twilio has not said it" />,
  },
  {
    id: 'answered-by',
    name: 'Answered by',
    isExtra: true,
    isOfStaff: true,
    isSecondary: true,
    cell: ({ answered_by: by }) => by ?? <Absent because="not detected" />,
  },
  {
    id: 'error',
    name: 'Error',
    isExtra: true,
    isOfStaff: true,
    isSecondary: true,
    cell: ({ error_code: code }) => (code ? <code>{code}</code> : <Absent because="no error" />),
  },
  { id: 'sid', name: 'CallSid', isSecondary: true, cell: (row) => <Sid sid={row.call_sid} /> },
];

/** Without it a row cannot be opened. */
const ALWAYS = 'party';

/** The columns that a person can show and hide. */
export const offeredColumns = (isStaff: boolean): readonly CallColumn[] =>
  ALL.filter(({ id, isOfStaff }) => id !== ALWAYS && (isStaff || !isOfStaff));

/** The columns of the table; `chosen` are their ids, separated by commas, where a person has chosen some. */
export function callColumns(chosen: string | undefined): readonly CallColumn[] {
  if (chosen === undefined) return ALL.filter(({ isExtra }) => !isExtra);
  const ids = [ALWAYS, ...chosen.split(',')];
  return ALL.filter(({ id }) => ids.includes(id));
}

/** The choice after a column was shown or hidden; undefined if the usual columns are left. */
export function toggleColumn(chosen: string | undefined, id: string): string | undefined {
  const shown = callColumns(chosen).map((column) => column.id);
  const next = shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id];
  const ordered = callColumns(next.join(',')).map((column) => column.id);
  const usual = callColumns(undefined).map((column) => column.id);
  return ordered.join() === usual.join() ? undefined : ordered.join();
}
