import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { readCallsSearch } from './calls/calls-search.ts';
import { readTraceSearch } from './calls/trace/trace-search.ts';
import type { Permission } from './identity/account.ts';
import { readCallbacksSearch, readStoppedSearch } from './inbox/inbox-search.ts';
import { readRejectedSearch } from './inbox/rejected/rejected-search.ts';
import { readLiveSearch } from './live/live-search.ts';
import { readOpsSearch } from './ops/ops-search.ts';
import { pageConfig } from './page-config.ts';
import { NotFound } from './parts/states.tsx';
import { parseSearch, readSearch, stringifySearch, text } from './search-params.ts';
import { AddressError } from './shell/address-error.tsx';
import { Home } from './shell/home.tsx';
import { Shell } from './shell/shell.tsx';
import { readSirensSearch } from './sirens/sirens-search.ts';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who lacks it sees the page of an unknown address. */
    permission?: Permission;
    title?: string;
  }
  interface Register {
    router: ReturnType<typeof openRouter>;
  }
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: readSearch<{ next?: string | undefined }>({ next: text(2000) }),
  component: lazyRouteComponent(() => import('./identity/login-page.tsx'), 'LoginPage'),
});

/** All screens, for those who are logged in. */
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });
const inShell = { getParentRoute: () => shell } as const;

const home = createRoute({ ...inShell, path: '/', component: Home });
const live = createRoute({
  ...inShell,
  path: '/live',
  staticData: { permission: 'sirens.answer', title: 'Live' },
  validateSearch: readLiveSearch,
  component: lazyRouteComponent(() => import('./live/live-page.tsx'), 'LivePage'),
});
const calls = createRoute({
  ...inShell,
  path: '/calls',
  staticData: { permission: 'calls.read', title: 'Calls' },
  validateSearch: readCallsSearch,
  component: lazyRouteComponent(() => import('./calls/calls-page.tsx'), 'CallsPage'),
});
const call = createRoute({
  ...inShell,
  path: '/calls/$call',
  staticData: { permission: 'calls.read', title: 'Call' },
  validateSearch: readTraceSearch,
  component: lazyRouteComponent(() => import('./calls/trace/call-page.tsx'), 'CallPage'),
});
const ops = createRoute({
  ...inShell,
  path: '/ops',
  staticData: { permission: 'processes.read', title: 'Operations' },
  validateSearch: readOpsSearch,
  component: lazyRouteComponent(() => import('./ops/ops-page.tsx'), 'OpsPage'),
});
const inbox = createRoute({
  ...inShell,
  path: '/inbox',
  staticData: { permission: 'inbox.read', title: 'Inbox' },
  component: lazyRouteComponent(() => import('./inbox/inbox-layout.tsx'), 'InboxLayout'),
});
const inInbox = { getParentRoute: () => inbox } as const;
const callbacks = createRoute({
  ...inInbox,
  path: '/',
  staticData: { permission: 'inbox.read', title: 'Inbox' },
  validateSearch: readCallbacksSearch,
  component: lazyRouteComponent(() => import('./inbox/callbacks/callbacks-page.tsx'), 'CallbacksPage'),
});
const deadLetters = createRoute({
  ...inInbox,
  path: '/dead-letters',
  staticData: { permission: 'inbox.read', title: 'Dead letters' },
  validateSearch: readStoppedSearch,
  component: lazyRouteComponent(() => import('./inbox/dead-letters/dead-letters-page.tsx'), 'DeadLettersPage'),
});
const quarantined = createRoute({
  ...inInbox,
  path: '/quarantined',
  staticData: { permission: 'inbox.read', title: 'Quarantined' },
  validateSearch: readStoppedSearch,
  component: lazyRouteComponent(() => import('./inbox/quarantined/quarantined-page.tsx'), 'QuarantinedPage'),
});
const rejected = createRoute({
  ...inInbox,
  path: '/rejected',
  staticData: { permission: 'inbox.read', title: 'Rejected requests' },
  validateSearch: readRejectedSearch,
  component: lazyRouteComponent(() => import('./inbox/rejected/rejected-page.tsx'), 'RejectedRequestsPage'),
});
const operations = createRoute({
  ...inInbox,
  path: '/operations',
  staticData: { permission: 'operations.read', title: 'Operations on callbacks' },
  validateSearch: readSearch({}),
  component: lazyRouteComponent(() => import('./operations-progress/operations-list.tsx'), 'OperationsList'),
});
const sirens = createRoute({
  ...inShell,
  path: '/sirens',
  staticData: { permission: 'sirens.read', title: 'Sirens' },
  validateSearch: readSirensSearch,
  component: lazyRouteComponent(() => import('./sirens/sirens-page.tsx'), 'SirensPage'),
});
const account = createRoute({
  ...inShell,
  path: '/account',
  staticData: { permission: 'account.read', title: 'Your account' },
  component: lazyRouteComponent(() => import('./identity/account-page.tsx'), 'AccountPage'),
});
const parts = createRoute({
  ...inShell,
  path: '/_parts',
  staticData: { title: 'Parts' },
  component: pageConfig.isDevelopment
    ? lazyRouteComponent(() => import('./parts/parts-page.tsx'), 'PartsPage')
    : NotFound,
});
const unknown = createRoute({ ...inShell, path: '$', component: NotFound });

const inboxTree = inbox.addChildren([callbacks, deadLetters, quarantined, rejected, operations]);
const inShellTree = [home, live, calls, call, sirens, inboxTree, ops, account, parts, unknown] as const;
const routeTree = root.addChildren([login, shell.addChildren(inShellTree)]);

export const openRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => <AddressError error={error} onRetry={reset} />,
    scrollRestoration: true,
  });
