import { APPS, type AppName } from '../processes/processes-query.ts';
import { GAP_CLASSES, GAP_STATES, type GapClass, type GapState } from '../reconciliation/gap.ts';
import { anyOf, oneOf, readSearch, text } from '../search-params.ts';
import { DELIVERY_STATES, type DeliveryState } from '../webhooks/webhooks-query.ts';
import { CHART_WINDOWS, type ChartWindow } from '../metrics/chart-window.ts';

/** The tabs that have an address of their own; without one it is Health. */
const TABS = ['reconciliation', 'queues', 'webhooks', 'setup'] as const;
export type OpsTab = (typeof TABS)[number];

/** State of the screen Operations, which its address holds. */
export type OpsSearch = {
  tab?: OpsTab | undefined;
  /** Of the charts; by default an hour. */
  window?: ChartWindow | undefined;
  /** Only processes of these apps. */
  app?: AppName[] | undefined;
  /** By default those that are open. */
  gaps?: GapState | undefined;
  class?: GapClass[] | undefined;
  endpoint?: string | undefined;
  deliveries?: DeliveryState | undefined;
  /** Id of the process or delivery that is open next to its list. */
  selected?: string | undefined;
};

export const readOpsSearch = readSearch<OpsSearch>({
  tab: oneOf(TABS),
  window: oneOf(CHART_WINDOWS),
  app: anyOf(APPS),
  gaps: oneOf(GAP_STATES),
  class: anyOf(GAP_CLASSES),
  endpoint: text(18),
  deliveries: oneOf(DELIVERY_STATES),
  selected: text(100),
});

/** What every tab is given. */
export type TabProps = { search: OpsSearch; onChange: (next: OpsSearch, replace?: boolean) => void };
