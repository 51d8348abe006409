import { Button } from '../../parts/button.tsx';
import { SilentIcon } from '../../parts/icons.tsx';
import { Status } from '../../parts/status.tsx';
import { armSound, playChime, setSound, type SoundMode } from './sound.ts';
import { useSound } from './use-siren-sound.ts';

const MODES: readonly [SoundMode, string][] = [
  ['repeat', 'until it is answered'],
  ['once', 'once'],
  ['off', 'not at all'],
];

/** How sirens sound in this browser. The test is the press that browsers want before they play anything. */
export function SoundSettings() {
  const { mode, volume, isArmed } = useSound();
  return (
    <section aria-label="Sound" className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted">
      <span data-sound={mode === 'off' || !isArmed ? 'off' : 'on'}>
        {mode === 'off' || !isArmed ? (
          <span className="inline-flex items-center gap-1.5 font-semibold text-warn">
            <SilentIcon className="size-3.5" /> Sound is off in this browser
          </span>
        ) : (
          <Status tone="live">Sound is on</Status>
        )}
      </span>
      <label className="inline-flex items-center gap-2">
        A siren sounds
        <select
          value={mode}
          onChange={({ target }) => setSound({ mode: target.value as SoundMode })}
          className="h-7 rounded-md border border-control bg-surface px-2 text-text"
        >
          {MODES.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label className="inline-flex items-center gap-2">
        Volume
        <input
          type="range"
          min={0.1}
          max={1}
          step={0.1}
          value={volume}
          onChange={({ target }) => setSound({ volume: Number(target.value) })}
          className="h-6 w-24 accent-accent"
        />
      </label>
      <Button isSmall onClick={() => void armSound().then(playChime)}>
        Test sound
      </Button>
    </section>
  );
}
