import { CallDirection, CallState } from '../calls/call-cells.tsx';
import type { Column } from '../lists/data-table.tsx';
import type { Thresholds } from './concerns.ts';
import { Party, RecordingCell, Timer, With } from './floor-cells.tsx';
import type { FloorRow } from './floor.ts';
import { RowActions, type RowDialogs } from './commands/row-actions.tsx';
import { RowNote } from './commands/row-note.tsx';

type ColumnOptions = {
  thresholds: Thresholds;
  skewMs: number;
  dialogs: RowDialogs;
  /** A call is open in the panel, which shows the rest. The actions of a row must not be cut. */
  isBesidePanel: boolean;
};

const LEFT_OUT = ['direction', 'with'];

/** The columns of the floor. What needs a person is below the party on a narrow screen. */
export const floorColumns = ({ isBesidePanel, ...options }: ColumnOptions): Column<FloorRow>[] =>
  columnsOf(options).filter(({ id }) => !isBesidePanel || !LEFT_OUT.includes(id));

const columnsOf = ({ thresholds, skewMs, dialogs }: Omit<ColumnOptions, 'isBesidePanel'>): Column<FloorRow>[] => [
  { id: 'state', name: 'State', cell: (row) => <CallState status={row.status} /> },
  {
    id: 'party',
    name: 'Party',
    cell: (row) => (
      <>
        <Party row={row} />
        <span className="flex flex-col items-start gap-0.5 pb-1 text-12 whitespace-normal md:hidden">
          <Timer row={row} thresholds={thresholds} skewMs={skewMs} />
          <RecordingCell row={row} />
          <RowNote row={row} />
        </span>
      </>
    ),
  },
  { id: 'direction', name: 'Direction', isSecondary: true, cell: (row) => <CallDirection {...row} /> },
  { id: 'with', name: 'With', isSecondary: true, cell: (row) => <With row={row} /> },
  {
    id: 'time',
    name: 'Time',
    isNumeric: true,
    isSecondary: true,
    cell: (row) => <Timer row={row} thresholds={thresholds} skewMs={skewMs} />,
  },
  { id: 'recording', name: 'Recording', isSecondary: true, cell: (row) => <RecordingCell row={row} /> },
  { id: 'note', name: 'Note', isSecondary: true, cell: (row) => <RowNote row={row} /> },
  {
    id: 'actions',
    name: 'Actions',
    isNameHidden: true,
    isNumeric: true,
    cell: (row) => <RowActions row={row} dialogs={dialogs} />,
  },
];
