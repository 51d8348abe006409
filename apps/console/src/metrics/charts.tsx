import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Skeleton } from '../parts/skeleton.tsx';
import { Answered } from '../parts/states.tsx';
import { subscribePreferences, timeZoneOf } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { CHART_GROUPS, type ChartGroup } from './chart-groups.ts';
import type { ChartWindow } from './chart-window.ts';
import { Chart, type ChartLine } from './chart.tsx';
import { seriesQuery, type MetricSeries } from './metrics-query.ts';

/** All series of a window, with one cursor through all charts. */
export function Charts({ window }: { window: ChartWindow | undefined }) {
  const asked = useQuery(seriesQuery(window));
  const { data, error, isPending, isPlaceholderData } = asked;
  const theme = useSyncExternalStore(subscribePreferences, themeOfPage);
  const zone = timeZoneOf(usePreferences());
  if (isPending) return <Skeleton label="Loading the charts" lines={6} />;
  const charts = data && (
    <div
      data-charts={isPlaceholderData ? 'former' : 'present'}
      className="grid gap-px bg-line sm:grid-cols-2 lg:grid-cols-3"
    >
      {CHART_GROUPS.map((group) => (
        <Chart
          key={`${group.title} ${theme} ${zone}`}
          title={group.title}
          times={data.times}
          lines={linesOf(group, data)}
          zone={zone}
        />
      ))}
    </div>
  );
  if (!error) return charts;
  return (
    <div className="p-4">
      <Answered by={asked}>{charts}</Answered>
    </div>
  );
}

const themeOfPage = (): string | undefined => document.documentElement.dataset['theme'];

/** A series that an older server does not know is left out. */
const linesOf = ({ lines }: ChartGroup, { series }: MetricSeries): ChartLine[] =>
  lines.flatMap(({ name, label }) => {
    const found = series.find((each) => each.name === name);
    return found ? [{ label, description: found.description, unit: found.unit, values: found.max }] : [];
  });
