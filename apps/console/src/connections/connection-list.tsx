import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from '../parts/button.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered } from '../parts/states.tsx';
import { Time } from '../parts/times/time.tsx';
import type { Connection } from './connections-query.ts';

type ConnectionListProps = {
  asked: UseQueryResult<{ data: Connection[] }>;
  onDisconnect: (target: string) => void;
  disabledBecause: string | false;
};

/** What is connected by Trunkline: the last change of each, if it was a connect. */
export function ConnectionList({ asked, onDisconnect, disabledBecause }: ConnectionListProps) {
  if (asked.isPending) return <Skeleton label="Loading what is connected" lines={2} />;
  const connected = lastOfEach(asked.data?.data ?? []).filter(({ action }) => action === 'connect');
  return (
    <Answered by={asked}>
      {connected.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {connected.map(({ id, name, target, requested_by: by, settled_at: at }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <span className="font-semibold">{name}</span>
              <span className="grow text-muted">
                connected by {by}, <Time at={at} />
              </span>
              <Button isSmall disabledBecause={disabledBecause} onClick={() => onDisconnect(target)}>
                Disconnect {name}…
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Answered>
  );
}

/** Of each number the latest change that was made; the list has the latest first. */
function lastOfEach(all: readonly Connection[]): Connection[] {
  const seen = new Set<string>();
  return all.filter(({ is_dry_run: isDryRun, ok, sid, changes }) => {
    if (isDryRun || !ok || sid === null || changes === null || seen.has(sid)) return false;
    seen.add(sid);
    return true;
  });
}
