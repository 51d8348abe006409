import { useEffect, useState } from 'react';
import { timeZoneOf } from '../../preferences/preferences.ts';
import { usePreferences } from '../../preferences/use-preferences.ts';
import { Button } from '../../parts/button.tsx';
import { exactTime, timeOfDay } from '../../parts/times/times.ts';

const STEPS = 1000;
/** A drag asks the server once it rests. */
const RESTS_MS = 150;

/** Shows the call as it was known at a time between its first and its last fact. At its end it shows what is known now. */
export function TimeSlider({
  from,
  until,
  asOf,
  onChange,
}: {
  from: string;
  until: string;
  asOf: string | undefined;
  onChange: (asOf: string | undefined) => void;
}) {
  const zone = timeZoneOf(usePreferences());
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const stepOf = (at: number): number => Math.round(((at - start) / Math.max(1, end - start)) * STEPS);
  const [step, setStep] = useState(asOf === undefined ? STEPS : stepOf(Date.parse(asOf)));
  const at = new Date(start + ((end - start) * step) / STEPS);
  const wanted = step >= STEPS ? undefined : at.toISOString();
  useEffect(() => {
    if (wanted === asOf) return undefined;
    const timer = setTimeout(() => onChange(wanted), RESTS_MS);
    return () => clearTimeout(timer);
  }, [wanted, asOf, onChange]);
  const words = step >= STEPS ? 'now' : timeOfDay(at, zone);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2">
      <label htmlFor="as-known-at" className="text-muted">
        As known at
      </label>
      <input
        id="as-known-at"
        type="range"
        min={0}
        max={STEPS}
        value={step}
        onChange={(event) => setStep(event.target.valueAsNumber)}
        aria-valuetext={words}
        className="h-6 min-w-40 grow accent-accent"
      />
      <output htmlFor="as-known-at" title={exactTime(at, zone)} className="min-w-16 font-mono text-12">
        {words}
      </output>
      {step < STEPS && (
        <Button isSmall onClick={() => setStep(STEPS)}>
          Show now
        </Button>
      )}
    </div>
  );
}
