import { useQuery } from '@tanstack/react-query';
import type { TabProps } from '../ops/ops-search.ts';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered } from '../parts/states.tsx';
import { Gaps } from './gaps.tsx';
import { reconciliationQuery } from './reconciliation-query.ts';
import { Scans } from './scans.tsx';
import { Tiers } from './tiers.tsx';

/** What is missing, and what looks for it. */
export function ReconciliationTab({ search, onChange }: TabProps) {
  const asked = useQuery(reconciliationQuery);
  const { data, isPending } = asked;
  const state = data && (
    <div className="flex flex-col gap-4">
      <Tiers reconciliation={data} />
      <Scans runs={data.runs} />
    </div>
  );
  return (
    <div className="flex flex-col gap-4">
      {isPending && <Skeleton label="Loading the tiers" lines={4} />}
      <Answered by={asked}>{state}</Answered>
      <Gaps search={search} onChange={onChange} counts={data?.gaps} />
    </div>
  );
}
