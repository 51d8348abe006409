import { ListTable } from '../lists/list-table.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import type { TabProps } from '../ops/ops-search.ts';
import { ToggleChip } from '../parts/chip.tsx';
import { FirstRun, NothingFound } from '../parts/states.tsx';
import { useHeldRows } from '../lists/use-held-rows.ts';
import { useRowKeys } from '../lists/use-row-keys.ts';
import { GAP_BUTTONS, GAP_COLUMNS } from './gap-columns.tsx';
import { GAP_CLASS_WORDS, GAP_CLASSES, GAP_STATE_WORDS, GAP_STATES, type Gap, type GapClass } from './gap.ts';
import { gapsQuery, type Reconciliation } from './reconciliation-query.ts';

const idOf = ({ id }: Gap): string => id;

type GapsProps = TabProps & { counts: Reconciliation['gaps'] | undefined };

/** Callbacks that should have come and did not, with what closed them. */
export function Gaps({ search, onChange, counts }: GapsProps) {
  const account = useAccount();
  const navigate = useNavigate();
  const { gaps: state = 'open', class: classes } = search;
  const list = useInfiniteQuery(gapsQuery(state, classes));
  const rows = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  const held = useHeldRows(rows, { idOf, isPaused: false });
  const [cursor, setCursor] = useState<string | null>(null);
  const open = ({ call_sid: call }: Gap): void => void navigate({ to: '/calls/$call', params: { call } });
  useRowKeys({ rows: held.rows, idOf, selectedId: cursor, onSelect: (row) => setCursor(row.id), onOpen: open });
  const mayChange = mayUse(account, 'reconciliation.decide') || mayUse(account, 'reconciliation.sync');
  const columns = useMemo(
    () => (mayChange && state !== 'healed' ? [...GAP_COLUMNS, GAP_BUTTONS] : GAP_COLUMNS),
    [mayChange, state],
  );
  const sum = (of: (each: Reconciliation['gaps'][number]) => number): number =>
    counts?.reduce((total, each) => total + of(each), 0) ?? 0;
  const toggle = (each: GapClass): void => {
    const next = classes?.includes(each) ? classes.filter((other) => other !== each) : [...(classes ?? []), each];
    onChange({ class: next.length > 0 ? next : undefined });
  };
  const empty =
    !classes && state === 'open' ? (
      <NoOpenGap />
    ) : (
      <NothingFound
        filters={[
          `State: ${GAP_STATE_WORDS[state].words}`,
          ...(classes ? [`Cause: ${classes.map((each) => GAP_CLASS_WORDS[each]).join(' or ')}`] : []),
        ]}
        onClear={() => onChange({ gaps: undefined, class: undefined })}
      />
    );
  return (
    <section aria-label="Gaps" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-1 text-16">Gaps</h2>
        {GAP_STATES.map((each) => (
          <ToggleChip
            key={each}
            isOn={each === state}
            onChange={() => onChange({ gaps: each === 'open' ? undefined : each })}
          >
            {GAP_STATE_WORDS[each].words} {counts && sum((of) => of[each]).toLocaleString('en')}
          </ToggleChip>
        ))}
        <span aria-hidden="true" className="h-4 border-l border-line-strong max-sm:hidden" />
        {GAP_CLASSES.map((each) => (
          <ToggleChip key={each} isOn={classes?.includes(each) ?? false} onChange={() => toggle(each)}>
            {GAP_CLASS_WORDS[each]} {counts?.find((of) => of.class === each)?.[state].toLocaleString('en')}
          </ToggleChip>
        ))}
      </div>
      <ListTable
        list={list}
        held={held}
        label="Gaps"
        columns={columns}
        selectedId={cursor}
        onOpen={open}
        empty={empty}
        older="Show older gaps"
      />
    </section>
  );
}

const NoOpenGap = () => (
  <FirstRun title="No gap is open">
    Every callback that should have come came, or what it would have said is known. A missing one appears here within
    minutes.
  </FirstRun>
);
