import { lazy } from 'react';
import { pageConfig } from '../page-config.ts';
import { IconButton } from '../parts/button.tsx';
import { Tag } from '../parts/chip.tsx';
import { MenuIcon, SearchIcon } from '../parts/icons.tsx';
import { KeyHint } from '../parts/key-hint.tsx';
import { OnDemand } from '../parts/menus/on-demand.tsx';
import { FreshnessIndicator } from '../stream/freshness-indicator.tsx';
import { openOverlay } from './overlay.ts';
import { PersonButton } from './person-button.tsx';

/** Name, search, freshness and person; below the siren bar, at the top of every screen. */
export const TopBar = () => (
  <header className="flex h-12 items-stretch border-b border-line bg-surface">
    <div className="flex items-center gap-2 pl-2 md:w-46 md:border-r md:border-line md:pl-4">
      <ScreensButton />
      <a href="/" className="font-bold whitespace-nowrap max-sm:only-read">
        Trunkline
      </a>
      {pageConfig.badge && <Tag title={BADGES[pageConfig.badge]}>{pageConfig.badge}</Tag>}
    </div>
    <div className="flex min-w-0 grow items-center gap-2 px-2 sm:gap-4 md:px-6">
      <button
        type="button"
        onClick={() => openOverlay('palette')}
        className="flex h-7 min-w-7 items-center gap-2 rounded-md border border-control bg-ground px-1.5 text-faint sm:w-105 sm:shrink sm:px-2"
      >
        <SearchIcon className="size-3.5" />
        <span className="truncate max-sm:only-read">Search a SID, number or name</span>
        <span className="ml-auto max-sm:hidden">
          <KeyHint keys="$mod+k" />
        </span>
      </button>
      <div className="ml-auto flex items-center gap-2 sm:gap-4">
        <FreshnessIndicator />
        <PersonButton />
      </div>
    </div>
  </header>
);

const BADGES = {
  DEMO: 'A demo: every call is simulated, and nothing is dialled',
  STAGING: 'Staging: not the production system',
} as const;

const loadScreens = () => import('./screens-menu.tsx');
const ScreensMenu = lazy(async () => ({ default: (await loadScreens()).ScreensMenu }));

const ScreensButton = () => (
  <div className="md:hidden">
    <OnDemand
      trigger={
        <IconButton name="Screens">
          <MenuIcon />
        </IconButton>
      }
      load={loadScreens}
    >
      {(menu) => <ScreensMenu {...menu} />}
    </OnDemand>
  </div>
);
