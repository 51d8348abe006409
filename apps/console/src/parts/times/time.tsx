import { timeZoneOf } from '../../preferences/preferences.ts';
import { usePreferences } from '../../preferences/use-preferences.ts';
import { useNow } from './use-now.ts';
import { clockDuration, durationInWords, exactTime, relativeTime, timeInWords } from './times.ts';

/** A time as the person wants times: of day or relative. The exact one is shown on hover. */
export function Time({ at }: { at: string | null }) {
  const preferences = usePreferences();
  const now = new Date(useNow(preferences.hasRelativeTimes ? 1000 : 60_000));
  if (at === null) return <Absent />;
  const [date, zone] = [new Date(at), timeZoneOf(preferences)];
  const words = preferences.hasRelativeTimes ? relativeTime(date, now) : timeInWords(date, zone, now);
  return (
    <time dateTime={at} title={exactTime(date, zone)} className="whitespace-nowrap">
      {words}
    </time>
  );
}

/** A duration in seconds, by the clock: `12:41`. */
export function Duration({ seconds }: { seconds: number | null }) {
  if (seconds === null) return <Absent />;
  return (
    <time dateTime={`PT${Math.floor(seconds)}S`} title={durationInWords(seconds)} className="font-mono text-12">
      {clockDuration(seconds)}
    </time>
  );
}

/** A duration that runs. A screen reader is not told of each second. */
export function Elapsed({ since }: { since: string }) {
  const now = useNow(1000);
  return <Duration seconds={(now - new Date(since).getTime()) / 1000} />;
}

/** How long ago, whatever the person prefers: for signs of life. A screen reader is not told of each second. */
export function Ago({ at }: { at: string }) {
  const now = new Date(useNow(1000));
  return (
    <time dateTime={at} title={exactTime(new Date(at), timeZoneOf(usePreferences()))} className="whitespace-nowrap">
      {relativeTime(new Date(at), now)}
    </time>
  );
}

/** What is not known, or does not apply. */
export const Absent = ({ because = 'unknown' }: { because?: string }) => (
  <span className="text-faint" title={because}>
    <span aria-hidden="true">–</span>
    <span className="only-read">{because}</span>
  </span>
);
