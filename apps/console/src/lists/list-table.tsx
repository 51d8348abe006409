import type { ReactNode } from 'react';
import { Panel } from '../parts/panel.tsx';
import { Answered, type Asked } from '../parts/states.tsx';
import { DataTable, type Column, type Sorting } from './data-table.tsx';
import type { Heading } from './heading.ts';
import { MoreButton } from './more-button.tsx';
import { NewRowsPill } from './new-rows-pill.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import type { Holding } from './use-held-rows.ts';

type Row = { id: string };
type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };

type ListTableProps<T extends Row> = {
  list: Asked & { isPending: boolean } & Partial<Pages>;
  /** Of another request for the same rows. */
  error?: Error | null;
  /** Without one the rows move as they are read. */
  held?: Holding<T | Heading> | Holding<T>;
  rows?: readonly (T | Heading)[];
  /** Says what the rows are: `Calls`. */
  label: string;
  columns: readonly Column<T>[];
  selectedId: string | null;
  onOpen: (row: T) => void;
  toneOf?: (row: T) => 'alarm' | 'ended' | undefined;
  sorting?: Sorting | undefined;
  /** What stands there instead of no rows. */
  empty: ReactNode;
  /** The button that reads the next page: `Show older calls`. */
  older?: string;
};

/** Rows of a list that is read again and again: new ones wait above, older ones below, a failure leaves the last ones. */
export function ListTable<T extends Row>({ list, error, held, rows = held?.rows ?? [], ...props }: ListTableProps<T>) {
  const { label, columns, selectedId, onOpen, toneOf, sorting, empty, older } = props;
  const content = () => {
    if (list.isPending) return <TableSkeleton columns={columns} label={label.toLowerCase()} />;
    if (rows.length === 0) return empty;
    return (
      <DataTable
        label={label}
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        selectedId={selectedId}
        onOpen={onOpen}
        {...(toneOf && { toneOf })}
        sorting={sorting}
        hasMore={list.hasNextPage ?? false}
      />
    );
  };
  return (
    <div className="flex min-w-0 flex-col gap-2" {...held?.holders}>
      {held && <NewRowsPill count={held.newCount} onShow={held.showNew} />}
      <Answered by={list} error={error}>
        <Panel>{content()}</Panel>
      </Answered>
      {older && isPaged(list) && <MoreButton list={list}>{older}</MoreButton>}
    </div>
  );
}

const isPaged = (list: Partial<Pages>): list is Pages => list.fetchNextPage !== undefined;
