import { MoreButton } from '../lists/more-button.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Announcer } from '../parts/announcer.tsx';
import { Panel } from '../parts/panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered, FirstRun } from '../parts/states.tsx';
import { OperationCard } from './operation-card.tsx';
import { isOpen } from './operation.ts';
import { operationsOf, operationsQuery } from './operations-query.ts';

/** Running and past operations of all kinds, the latest first. */
export function OperationsList() {
  const list = useInfiniteQuery(operationsQuery());
  const rows = operationsOf(list.data);
  const running = rows.filter(isOpen);
  const ended = rows.filter((each) => !isOpen(each));
  const content = (
    <>
      {running.length > 0 && (
        <Panel title="Running and paused">
          {running.map((operation) => (
            <OperationCard key={operation.id} operation={operation} />
          ))}
        </Panel>
      )}
      {ended.length > 0 && (
        <Panel title="Ended, kept for 30 days">
          {ended.map((operation) => (
            <OperationCard key={operation.id} operation={operation} />
          ))}
        </Panel>
      )}
      {rows.length === 0 && (
        <Panel>
          <NoOperations />
        </Panel>
      )}
      <MoreButton list={list}>Show older operations</MoreButton>
    </>
  );
  return (
    <div className="flex flex-col gap-4">
      {list.isPending ? (
        <Panel>
          <Skeleton label="Loading the operations" lines={6} />
        </Panel>
      ) : (
        <Answered by={list}>
          <div className="flex flex-col gap-4">{content}</div>
        </Answered>
      )}
      <Announcer summary={list.isPending ? '' : `${running.length} operations are running`} />
    </div>
  );
}

const NoOperations = () => (
  <FirstRun title="No operations yet">
    Changes to many rows at a time, such as a replay of all dead letters with one error, appear here with their
    progress. They begin with a preview that counts exactly what they will change.
  </FirstRun>
);
