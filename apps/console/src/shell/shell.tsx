import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isUnauthenticated } from '../http/request-error.ts';
import { AccountContext, mayUse } from '../identity/account-context.ts';
import { accountQuery, type Account } from '../identity/account.ts';
import { useShortcutKeys } from '../keyboard/use-shortcuts.ts';
import { Skeleton } from '../parts/skeleton.tsx';
import { Failure, NotFound } from '../parts/states.tsx';
import { ToastsOnDemand } from '../parts/toasts/toasts-on-demand.tsx';
import { SirenBar } from '../sirens/siren-bar.tsx';
import { StreamProvider } from '../stream/stream-provider.tsx';
import { Navigation } from './navigation.tsx';
import { Overlays } from './overlays.tsx';
import { TopBar } from './top-bar.tsx';
import { useTopHeight } from './use-top-height.ts';

/** What surrounds every screen. Without an account it is the login; with one the role decides what there is. */
export function Shell() {
  const account = useQuery(accountQuery);
  if (account.data && !isUnauthenticated(account.error)) return <Frame account={account.data} />;
  if (isUnauthenticated(account.error)) return <ToLogin />;
  if (account.isPending) return <Skeleton label="Loading the console" />;
  return (
    <main className="mx-auto max-w-2xl p-6">
      <Failure error={account.error} onRetry={() => void account.refetch()} isRetrying={account.isFetching} />
    </main>
  );
}

/** Goes to the login once, which leads back here. */
function ToLogin() {
  const router = useRouter();
  useEffect(() => {
    const { href, pathname } = router.state.location;
    if (pathname === '/login') return;
    void router.navigate({ to: '/login', search: href === '/' ? {} : { next: href }, replace: true });
  }, [router]);
  return null;
}

function Frame({ account }: { account: Account }) {
  useShortcutKeys();
  const isBoard = useSearch({ strict: false, select: (search) => 'board' in search && search.board !== undefined });
  const top = useTopHeight();
  return (
    <AccountContext value={account}>
      <StreamProvider>
        <a
          href="#main"
          className="fixed top-1 left-1 z-50 -translate-y-16 rounded-md border border-accent bg-surface px-3 py-1 focus:translate-y-0"
        >
          Skip to the content
        </a>
        <div ref={top} className="sticky top-0 z-30">
          {mayUse(account, 'sirens.read') && <SirenBar isForBoard={isBoard} />}
          {!isBoard && <TopBar />}
        </div>
        <div className={isBoard ? '' : 'md:grid md:grid-cols-[11.5rem_minmax(0,1fr)]'}>
          {!isBoard && <Navigation />}
          <main id="main" tabIndex={-1} className={`min-w-0 outline-none ${isBoard ? '' : 'px-4 pt-4 pb-8 md:px-6'}`}>
            <ScreenOf account={account} />
          </main>
        </div>
        <Overlays />
        <ToastsOnDemand />
      </StreamProvider>
    </AccountContext>
  );
}

/** The screen of the address, or the page of an unknown one for those who may not open it. */
function ScreenOf({ account }: { account: Account }) {
  const { permission, title } = useMatches({ select: (matches) => matches.at(-1)?.staticData ?? {} });
  const isOpen = mayUse(account, permission);
  useEffect(() => {
    document.title = isOpen && title ? `${title} · Trunkline` : 'Trunkline';
  }, [isOpen, title]);
  return isOpen ? <Outlet /> : <NotFound />;
}
