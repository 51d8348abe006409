import type { ReactNode } from 'react';
import { AiIcon, BadIcon, IdleIcon, LiveIcon, RingIcon, WarnIcon } from './icons.tsx';
import { TEXT_OF_TONE, type Tone } from './tone.ts';

const ICONS = { live: LiveIcon, ring: RingIcon, warn: WarnIcon, bad: BadIcon, idle: IdleIcon, ai: AiIcon } as const;

/** A state as icon, word and colour. */
export function Status({ tone, isStrong = true, children }: { tone: Tone; isStrong?: boolean; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <span
      className={`inline-flex items-baseline gap-1.5 whitespace-nowrap ${isStrong ? 'font-semibold' : ''} ${TEXT_OF_TONE[tone]}`}
    >
      <Icon className="size-3.5 self-center" />
      {children}
    </span>
  );
}
