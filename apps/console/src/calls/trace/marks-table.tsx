import { DataTable, type Column } from '../../lists/data-table.tsx';
import { Status } from '../../parts/status.tsx';
import { Absent, Time } from '../../parts/times/time.tsx';
import { lookOf, lookOfMissing, shortName, type Look } from './mark-look.ts';
import type { Mark, Missing, Trace } from './trace-query.ts';

/** A callback that came, or one that never did: then `mark` is null. */
type Row = {
  id: string;
  leg: string;
  name: string;
  twilioTime: string | null;
  sequence: number | null;
  look: Look;
  mark: Mark | null;
};

const NO_REQUEST = <Absent because="no request" />;

const COLUMNS: readonly Column<Row>[] = [
  { id: 'time', name: 'Twilio time', cell: ({ twilioTime }) => <Time at={twilioTime} /> },
  {
    id: 'received',
    name: 'Received',
    cell: ({ mark }) => (mark ? <Time at={mark.received_at} /> : <span className="text-muted">never</span>),
  },
  { id: 'leg', name: 'Leg', isSecondary: true, cell: ({ leg }) => leg },
  { id: 'event', name: 'Event', cell: ({ name }) => name },
  { id: 'result', name: 'Result', cell: (row) => <Result {...row} /> },
  {
    id: 'sequence',
    name: 'Seq',
    isNumeric: true,
    isSecondary: true,
    cell: ({ sequence }) => sequence ?? <Absent because="none" />,
  },
  { id: 'signature', name: 'Signature', isSecondary: true, cell: ({ mark }) => mark?.signature ?? NO_REQUEST },
  { id: 'answer', name: 'Answer', isSecondary: true, cell: ({ mark }) => mark?.answer?.status ?? NO_REQUEST },
];

/** The same as the timeline, for keyboards and readers: every callback, and those that never came, in their order. */
export function MarksTable({
  trace,
  marks,
  selected,
  onSelect,
}: {
  trace: Trace;
  marks: readonly Mark[];
  selected: string | undefined;
  onSelect: (inboxId: string) => void;
}) {
  return (
    <DataTable
      label="Callbacks"
      columns={COLUMNS}
      rows={rowsOf(trace, marks)}
      idOf={({ id }) => id}
      selectedId={selected ?? null}
      onOpen={({ mark }) => mark && onSelect(mark.inbox_id)}
    />
  );
}

function rowsOf({ lanes, missing }: Trace, marks: readonly Mark[]): Row[] {
  const labelOf = (sid: string): string => lanes.legs.find(({ call_sid }) => call_sid === sid)?.label ?? sid;
  const came = marks.map((mark) => ({
    at: mark.placed_at,
    row: {
      id: mark.inbox_id,
      leg: labelOf(mark.leg),
      name: shortName(mark.name),
      twilioTime: mark.twilio_time,
      sequence: mark.sequence,
      look: lookOf(mark),
      mark,
    },
  }));
  const absent = missing
    .filter(({ inbox_id }: Missing) => inbox_id === null)
    .map((each) => ({
      at: each.expected_at ?? each.due_at ?? '',
      row: {
        id: `${each.leg} ${each.name} ${each.recording_sid ?? ''}`,
        leg: labelOf(each.leg),
        name: shortName(each.name),
        twilioTime: each.expected_at,
        sequence: each.sequence,
        look: lookOfMissing(each),
        mark: null,
      },
    }));
  return [...came, ...absent].toSorted((a, b) => a.at.localeCompare(b.at)).map(({ row }) => row);
}

function Result({ look: { words, tone }, mark }: Row) {
  const delay = mark?.what === 'late' && mark.delay_ms !== null ? ` ${Math.round(mark.delay_ms / 1000)} s` : '';
  const copies = mark && mark.copies > 1 ? `, came ${mark.copies} times` : '';
  const text = `${words}${delay}${copies}`;
  return tone === 'live' || tone === 'idle' ? (
    <span className="text-muted">{text}</span>
  ) : (
    <Status tone={tone}>{text}</Status>
  );
}
