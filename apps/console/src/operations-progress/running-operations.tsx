import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Panel } from '../parts/panel.tsx';
import { OperationCard } from './operation-card.tsx';
import { isOpen, KIND_WORDS, type Operation, type OperationKind } from './operation.ts';
import { operationsOf, operationsQuery } from './operations-query.ts';

/**
 * Operations of these kinds, on rows of one list, that run or are paused, above the list that they change. One that ends
 * while it is shown stays until the page is left, so that its result is seen. Nothing is shown where there is none; the
 * list of operations has errors.
 */
export function RunningOperations({ kinds }: { kinds: readonly OperationKind[] }) {
  const { data } = useInfiniteQuery(operationsQuery());
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const ofKinds = operationsOf(data).filter(({ kind }) => kinds.includes(kind));
  const fresh = ofKinds.filter((each) => isOpen(each) && !seen.has(each.id));
  if (fresh.length > 0) setSeen(new Set([...seen, ...fresh.map(({ id }) => id)]));
  const shown = ofKinds.filter((each: Operation) => isOpen(each) || seen.has(each.id));
  if (shown.length === 0) return null;
  return (
    <Panel title={`Operations on these ${KIND_WORDS[kinds[0]!].noun}`}>
      {shown.map((operation) => (
        <OperationCard key={operation.id} operation={operation} />
      ))}
    </Panel>
  );
}
