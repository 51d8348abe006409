import { useQuery } from '@tanstack/react-query';
import type { TabProps } from '../ops/ops-search.ts';
import { Skeleton } from '../parts/skeleton.tsx';
import { FailureOver } from '../parts/states.tsx';
import { Gaps } from './gaps.tsx';
import { reconciliationQuery } from './reconciliation-query.ts';
import { Scans } from './scans.tsx';
import { Tiers } from './tiers.tsx';

/** What is missing, and what looks for it. */
export function ReconciliationTab({ search, onChange }: TabProps) {
  const { data, error, isPending, isFetching, refetch } = useQuery(reconciliationQuery);
  const state = data && (
    <div className="flex flex-col gap-4">
      <Tiers reconciliation={data} />
      <Scans runs={data.runs} />
    </div>
  );
  return (
    <div className="flex flex-col gap-4">
      {isPending && <Skeleton label="Loading the tiers" lines={4} />}
      {error ? (
        <FailureOver error={error} onRetry={() => void refetch()} isRetrying={isFetching}>
          {state}
        </FailureOver>
      ) : (
        state
      )}
      <Gaps search={search} onChange={onChange} counts={data?.gaps} />
    </div>
  );
}
