import { lazy, Suspense } from 'react';
import { CHART_WINDOWS, chartWindow, DEFAULT_CHART_WINDOW } from '../metrics/chart-window.ts';
import { ModelBudget } from '../metrics/model-budget.tsx';
import { Tiles } from '../metrics/tiles.tsx';
import { ToggleChip } from '../parts/chip.tsx';
import { Panel } from '../parts/panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Dependencies } from '../processes/dependencies.tsx';
import { Processes } from '../processes/processes.tsx';
import { Storage } from '../processes/storage.tsx';
import type { TabProps } from './ops-search.ts';

const Charts = lazy(async () => ({ default: (await import('../metrics/charts.tsx')).Charts }));

/** The six figures, how they went, and everything that runs. */
export const HealthTab = ({ search, onChange }: TabProps) => (
  <div className="flex flex-col gap-4">
    <Tiles />
    <Processes search={search} onChange={onChange} />
    <Dependencies />
    <div className="grid gap-4 lg:grid-cols-2">
      <Storage />
      <ModelBudget />
    </div>
    <Panel
      title="How it went, the highest value of each step"
      end={CHART_WINDOWS.map((window) => (
        <ToggleChip
          key={window}
          isOn={window === (search.window ?? DEFAULT_CHART_WINDOW)}
          onChange={() => onChange({ window: window === DEFAULT_CHART_WINDOW ? undefined : window })}
        >
          {chartWindow(window).words}
        </ToggleChip>
      ))}
    >
      <Suspense fallback={<Skeleton label="Loading the charts" lines={6} />}>
        <Charts window={search.window} />
      </Suspense>
    </Panel>
  </div>
);
