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
import { readLiveSearch } from './live/live-search.ts';
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

const routeTree = root.addChildren([
  login,
  shell.addChildren([home, live, calls, call, sirens, account, parts, unknown]),
]);

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
