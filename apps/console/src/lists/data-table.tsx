import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useDeferredValue, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { ChevronIcon } from '../parts/icons.tsx';
import { isHeading, type Heading } from './heading.ts';

const ROW_HEIGHT = 37;
/** Fewer rows are all on the page: find-in-page then finds them. */
const VIRTUAL_FROM = 100;

/** A column. On a narrow screen, columns that are `secondary` are left out: the row's own page has them. */
export type Column<T> = {
  id: string;
  name: string;
  cell: (row: T) => ReactNode;
  isNumeric?: boolean;
  isSecondary?: boolean;
  /** What the rows can be ordered by with this column: a name of the API, as `started_at`. */
  sortBy?: string;
  /** The name is said to screen readers only: the cells say it by themselves. */
  isNameHidden?: boolean;
};

/** The order of the rows: `started_at`, or `-started_at` for the largest first. */
export type Sorting = { sort: string; onSort: (sort: string) => void };

type DataTableProps<T> = {
  /** Says what the rows are: `Calls`. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly (T | Heading)[];
  idOf: (row: T) => string;
  selectedId: string | null;
  onOpen: (row: T) => void;
  /** How a row stands out: one that needs a person, or one that has ended. */
  toneOf?: (row: T) => 'alarm' | 'ended' | undefined;
  /** Without it no heading can be pressed. */
  sorting?: Sorting | undefined;
  /** Of the whole list, if more rows can be read. */
  hasMore?: boolean;
};

const ROW_TONES = { alarm: 'bg-bad-soft', ended: 'text-faint [&_[data-party]]:line-through' } as const;

/** Rows as a real table; of a long list only what is in view is on the page. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, idOf, selectedId, onOpen, toneOf, sorting, hasMore } = props;
  const rows = useDeferredValue(props.rows); // a key that is pressed while rows change is answered first
  const body = useRef<HTMLTableSectionElement>(null);
  const isVirtual = rows.length >= VIRTUAL_FROM;
  const { items, above, below } = useWindow(body, rows.length, isVirtual);
  const openLatest = useRef(onOpen);
  useLayoutEffect(() => {
    openLatest.current = onOpen;
  });
  const openRow = useCallback((row: T) => openLatest.current(row), []);
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse" aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={`border-b border-line px-2 py-1.5 md:px-3 font-semibold whitespace-nowrap text-muted ${classOf(column)}`}
                aria-sort={orderOf(column, sorting)}
              >
                <Heading column={column} sorting={sorting} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {above > 0 && <Spacer height={above} />}
          {items.map((index) => {
            const row = rows[index]!;
            if (isHeading(row)) return <HeadingRow key={row.id} {...row} index={index} columns={columns.length} />;
            const id = idOf(row);
            return (
              <BodyRow
                key={id}
                id={id}
                row={row}
                index={index}
                columns={columns}
                isSelected={id === selectedId}
                tone={toneOf?.(row)}
                onOpen={openRow}
              />
            );
          })}
          {below > 0 && <Spacer height={below} />}
        </tbody>
      </table>
    </div>
  );
}

/** Above the rows of a group; it is as high as a row. */
const HeadingRow = ({ heading, count, index, columns }: Heading & { index: number; columns: number }) => (
  <tr data-group aria-rowindex={index + 2} className="border-b border-line bg-hover">
    <th scope="rowgroup" colSpan={columns} className="h-9 px-2 text-left font-semibold md:px-3">
      {heading} <span className="font-normal text-muted">{count}</span>
    </th>
  </tr>
);

const classOf = ({ isNumeric, isSecondary }: Pick<Column<never>, 'isNumeric' | 'isSecondary'>): string =>
  `${isNumeric ? 'text-right' : 'text-left'} ${isSecondary ? 'max-md:hidden' : ''}`;

type BodyRowProps<T> = {
  id: string;
  row: T;
  index: number;
  columns: readonly Column<T>[];
  isSelected: boolean;
  tone: 'alarm' | 'ended' | undefined;
  onOpen: (row: T) => void;
};

/** A cell is called, not rendered as a component: a column that is made anew would end the open menu of its cells. */
function PlainRow<T>({ id, row, index, columns, isSelected, tone, onOpen }: BodyRowProps<T>) {
  return (
    <tr
      data-row={id}
      aria-rowindex={index + 2}
      aria-current={isSelected || undefined}
      onClick={(event) => isPlainClick(event) && onOpen(row)}
      className={`border-b border-line last:border-0 hover:bg-hover aria-[current=true]:bg-accent-soft ${tone ? ROW_TONES[tone] : ''}`}
    >
      {columns.map((column) => (
        <td key={column.id} className={`h-9 px-2 whitespace-nowrap md:px-3 ${classOf(column)}`}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** One row. Of many that are read again and again only those that have changed are rendered. */
const BodyRow = memo(PlainRow) as typeof PlainRow;

type HeadingProps = {
  column: Pick<Column<never>, 'name' | 'sortBy' | 'isNameHidden'>;
  sorting: Sorting | undefined;
};

/** The name of a column; where the rows can be ordered by it, a button that does. */
function Heading({ column: { name, sortBy, isNameHidden }, sorting }: HeadingProps) {
  if (!sortBy || !sorting) return <span className={isNameHidden ? 'only-read' : undefined}>{name}</span>;
  const { sort, onSort } = sorting;
  const isDescending = sort === `-${sortBy}`;
  const isOn = isDescending || sort === sortBy;
  return (
    <button
      type="button"
      onClick={() => onSort(isDescending ? sortBy : `-${sortBy}`)}
      className={`inline-flex min-h-6 items-center gap-1 font-semibold hover:text-text ${isOn ? 'text-text' : ''}`}
    >
      {name}
      {isOn && <ChevronIcon className={`size-3 ${isDescending ? '' : 'rotate-180'}`} />}
    </button>
  );
}

function orderOf({ sortBy }: Pick<Column<never>, 'sortBy'>, sorting: Sorting | undefined) {
  if (!sortBy || !sorting) return undefined;
  if (sorting.sort === sortBy) return 'ascending';
  return sorting.sort === `-${sortBy}` ? 'descending' : 'none';
}

const Spacer = ({ height }: { height: number }) => (
  <tr aria-hidden="true">
    <td style={{ height, padding: 0 }} />
  </tr>
);

/** A click on a link, button or open menu of the row means that, and one that selects text means nothing. */
function isPlainClick({ target, currentTarget }: { target: EventTarget; currentTarget: Element }): boolean {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return false;
  if (target.closest('a, button, input, label')) return false;
  return document.getSelection()?.isCollapsed ?? true;
}

/** Indexes of the rows in view, and the heights of what is left out above and below. */
function useWindow(body: { current: HTMLElement | null }, count: number, isVirtual: boolean) {
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    if (body.current) setScrollMargin(body.current.getBoundingClientRect().top + window.scrollY);
  }, [body]);
  const virtualizer = useWindowVirtualizer({
    count,
    enabled: isVirtual,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin,
  });
  if (!isVirtual) return { items: Array.from({ length: count }, (_, index) => index), above: 0, below: 0 };
  const items = virtualizer.getVirtualItems();
  const above = (items[0]?.start ?? scrollMargin) - scrollMargin;
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return { items: items.map(({ index }) => index), above, below };
}
