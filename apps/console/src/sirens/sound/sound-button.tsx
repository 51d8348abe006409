import { Button } from '../../parts/button.tsx';
import { SilentIcon, SoundIcon } from '../../parts/icons.tsx';
import type { Siren } from '../open-sirens.ts';
import { setMuted } from './muted.ts';
import { armSound } from './sound.ts';
import { useMuted, useSound } from './use-siren-sound.ts';

/** Stops the sound of a siren in this browser, or says that there is none and turns it on. */
export function SoundButton({ siren, isForCard = false }: { siren: Siren; isForCard?: boolean }) {
  const { mode, isArmed } = useSound();
  const isMuted = useMuted().has(siren.id);
  const kind = isForCard ? 'ordinary' : 'on-siren';
  if (mode === 'off' || (isForCard && !isArmed)) return null; // the screen of sirens says it once
  if (!isArmed)
    return (
      <Button kind={kind} isSmall onClick={() => void armSound()}>
        <SilentIcon className="size-3.5" /> Sound is off in this browser: turn it on
      </Button>
    );
  return (
    <Button kind={kind} isSmall={!isForCard} aria-pressed={isMuted} onClick={() => setMuted(siren.id, !isMuted)}>
      {isMuted ? <SilentIcon className="size-3.5" /> : <SoundIcon className="size-3.5" />}
      {isMuted ? 'Sound stopped' : 'Stop the sound'}
    </Button>
  );
}
