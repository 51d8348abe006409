import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Siren } from '../open-sirens.ts';
import { isSoundDue, soundedAfter, sounding, type Sounded } from './due-sounds.ts';
import { getMuted, subscribeMuted } from './muted.ts';
import { armAtFirstPress, getSound, playInOneWindow, subscribeSound, type Sound } from './sound.ts';

const REPEAT_MS = 4000;

export const useSound = (): Sound => useSyncExternalStore(subscribeSound, getSound);
export const useMuted = (): ReadonlySet<string> => useSyncExternalStore(subscribeMuted, getMuted);

/** Sounds for unanswered sirens: once each, or every four seconds until each is answered or muted. */
export function useSirenSound(open: readonly Siren[]): void {
  const { mode, isArmed } = useSound();
  const muted = useMuted();
  const sounded = useRef<Sounded>(new Map());
  useEffect(armAtFirstPress, []);
  const unanswered = sounding(open, muted);
  const hasAny = unanswered.length > 0;
  useEffect(() => {
    if (!isArmed) return;
    if (isSoundDue(unanswered, sounded.current, mode)) playInOneWindow(REPEAT_MS - 500);
    sounded.current = soundedAfter(unanswered);
  });
  useEffect(() => {
    if (!hasAny || mode !== 'repeat' || !isArmed) return undefined;
    const timer = setInterval(() => playInOneWindow(REPEAT_MS - 500), REPEAT_MS);
    return () => clearInterval(timer);
  }, [hasAny, mode, isArmed]);
}
