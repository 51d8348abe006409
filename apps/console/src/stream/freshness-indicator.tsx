import { Button } from '../parts/button.tsx';
import { WaitingIcon } from '../parts/icons.tsx';
import { Status } from '../parts/status.tsx';
import { timeOfDay } from '../parts/times/times.ts';
import { timeZoneOf } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.ts';
import { useFreshness, useRetryStream } from './stream-provider.tsx';

/** How fresh the page is, in words: never a green light alone. */
export function FreshnessIndicator() {
  const freshness = useFreshness();
  const retry = useRetryStream();
  const zone = timeZoneOf(usePreferences());
  switch (freshness.state) {
    case 'live':
      return (
        <span data-freshness="live" title="Seconds since the last message of the event stream">
          <Status tone="live">
            Live <span className="min-w-9 font-normal max-sm:only-read">{(freshness.ageMs / 1000).toFixed(1)} s</span>
          </Status>
        </span>
      );
    case 'reconnecting':
      return (
        <span
          data-freshness="reconnecting"
          role="status"
          className="inline-flex items-baseline gap-1.5 font-semibold whitespace-nowrap text-warn"
        >
          <WaitingIcon className="size-3.5 self-center" /> Reconnecting…
        </span>
      );
    case 'stale':
      return (
        <span data-freshness="stale" role="status" className="inline-flex items-center gap-2">
          <Status tone="bad">Stale since {timeOfDay(new Date(freshness.since), zone)}</Status>
          <Button isSmall onClick={retry}>
            Retry now
          </Button>
        </span>
      );
  }
}
