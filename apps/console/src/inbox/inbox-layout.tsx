import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { Button } from '../parts/button.tsx';
import { OperationDialogs } from '../operations-progress/ask-for-operation.tsx';
import { RunningOperations } from '../operations-progress/running-operations.tsx';
import type { OperationKind } from '../operations-progress/operation.ts';
import { countInWords } from './callback.ts';
import { waitingQuery } from './waiting-query.ts';

const TestDialog = lazy(async () => ({ default: (await import('./test-dialog.tsx')).TestDialog }));

const KINDS: readonly OperationKind[] = [
  'dead-letters.replay',
  'dead-letters.discard',
  'quarantined.release',
  'quarantined.discard',
];

/** The lists of the inbox, with how many callbacks wait for a person in each, and the operations that change them. */
export function InboxLayout() {
  const account = useAccount();
  const [isTesting, setTesting] = useState(false);
  const { data } = useQuery(waitingQuery);
  const isOnOperations = Boolean(useMatchRoute()({ to: '/inbox/operations' }));
  const countOf = (state: 'dead_letter' | 'quarantined'): string | undefined => {
    const count = data?.counts[state];
    return count ? countInWords(count, data.counts_capped.includes(state)) : undefined;
  };
  const tabs = [
    { to: '/inbox', name: 'Callbacks' },
    { to: '/inbox/dead-letters', name: 'Dead letters', count: countOf('dead_letter') },
    { to: '/inbox/quarantined', name: 'Quarantined', count: countOf('quarantined') },
    { to: '/inbox/rejected', name: 'Rejected' },
    { to: '/inbox/operations', name: 'Operations' },
  ] as const;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-20">Inbox</h1>
        {mayUse(account, 'inbox.test') && (
          <Button isSmall kind="quiet" onClick={() => setTesting(true)}>
            Test callback…
          </Button>
        )}
      </div>
      <nav aria-label="Lists of the inbox" className="-mt-2 flex gap-x-1 overflow-x-auto border-b border-line">
        {tabs.map(({ to, name, ...more }) => (
          <Link
            key={to}
            to={to}
            search={{}}
            activeOptions={{ exact: true, includeSearch: false }}
            className="inline-flex min-h-8 items-center gap-1.5 border-b-2 border-transparent px-2 whitespace-nowrap text-muted hover:text-text md:px-3"
            activeProps={{ className: 'border-accent! font-semibold text-text!', 'aria-current': 'page' }}
          >
            {name}
            {'count' in more && more.count && (
              <span className="rounded-full bg-bad-soft px-1.5 text-12 font-semibold text-bad">
                {more.count} <span className="only-read">wait for a person</span>
              </span>
            )}
          </Link>
        ))}
      </nav>
      {!isOnOperations && <RunningOperations kinds={KINDS} />}
      <OperationDialogs>
        <Outlet />
      </OperationDialogs>
      {isTesting && (
        <Suspense>
          <TestDialog onClose={() => setTesting(false)} />
        </Suspense>
      )}
    </div>
  );
}
