import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import type { Account, Permission } from '../identity/account.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { Skeleton } from '../parts/skeleton.tsx';
import { NotFound } from '../parts/states.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { HealthBanner } from '../processes/health-banner.tsx';
import { HealthTab } from './health-tab.tsx';
import type { OpsSearch, OpsTab, TabProps } from './ops-search.ts';

const ReconciliationTab = lazy(async () => ({
  default: (await import('../reconciliation/reconciliation-tab.tsx')).ReconciliationTab,
}));
const QueuesTab = lazy(async () => ({ default: (await import('../queues/queues-tab.tsx')).QueuesTab }));
const WebhooksTab = lazy(async () => ({ default: (await import('../webhooks/webhooks-tab.tsx')).WebhooksTab }));

const SetupTab = lazy(async () => ({ default: (await import('../doctor/setup-tab.tsx')).SetupTab }));

const route = getRouteApi('/shell/ops');

type TabEntry = { name: string; tab: OpsTab | undefined; key: string; permission: Permission };

const TABS: readonly TabEntry[] = [
  { name: 'Health', tab: undefined, key: 'h', permission: 'processes.read' },
  { name: 'Reconciliation', tab: 'reconciliation', key: 'r', permission: 'reconciliation.read' },
  { name: 'Queues', tab: 'queues', key: 'q', permission: 'queues.read' },
  { name: 'Webhooks', tab: 'webhooks', key: 'w', permission: 'webhooks.manage' },
  { name: 'Setup', tab: 'setup', key: 's', permission: 'doctor.read' },
];

const tabsOf = (account: Account): TabEntry[] => TABS.filter(({ permission }) => mayUse(account, permission));

/** Whether the system works, and what to do where it does not. */
export function OpsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const account = useAccount();
  const tabs = useMemo(() => tabsOf(account), [account]);
  useShortcuts(
    useMemo(
      () =>
        tabs.map(({ name, tab, key }) => ({
          keys: key,
          label: `Show ${name}`,
          group: 'Operations',
          run: () => void navigate({ search: tab ? { tab } : {} }),
        })),
      [tabs, navigate],
    ),
  );
  const change = (next: OpsSearch, replace = true): void =>
    void navigate({ search: { ...search, ...next }, replace, resetScroll: false });
  const shown = tabs.find(({ tab }) => tab === search.tab);
  if (!shown) return <NotFound />;
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-20">Operations</h1>
      <HealthBanner isOpen={search.tab === undefined} />
      <Tabs
        label="Operations"
        tabs={tabs.map(({ name, tab }) => ({ name, search: tab ? { tab } : {}, isShown: tab === search.tab }))}
      />
      <Suspense fallback={<Skeleton label={`Loading ${shown.name}`} lines={8} />}>
        <TabOf tab={shown.tab} search={search} onChange={change} />
      </Suspense>
    </div>
  );
}

function TabOf({ tab, ...props }: TabProps & { tab: OpsTab | undefined }) {
  switch (tab) {
    case 'reconciliation':
      return <ReconciliationTab {...props} />;
    case 'queues':
      return <QueuesTab />;
    case 'webhooks':
      return <WebhooksTab {...props} />;
    case 'setup':
      return <SetupTab />;
    default:
      return <HealthTab {...props} />;
  }
}
