import { useEffect, useMemo, useRef } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import type { Shortcut } from '../keyboard/shortcuts.ts';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { useIsStale } from '../stream/stream-provider.tsx';
import type { Siren } from './open-sirens.ts';
import type { Closing } from './resolution-dialog.tsx';
import { SirenCard } from './siren-card.tsx';
import { getMuted, setMuted } from './sound/muted.ts';
import { useAnswerSiren } from './use-answer-siren.ts';

type OpenSirenProps = {
  siren: Siren;
  isSelected: boolean;
  onSelect: () => void;
  onClosing: (closing: Closing) => void;
};

/** A card and, while it is selected, its keys. */
export function OpenSiren(props: OpenSirenProps) {
  const answer = useAnswerSiren(props.siren.id);
  return (
    <li>
      <SirenCard {...props} answer={answer} />
      {props.isSelected && <CardKeys {...props} answer={answer} />}
    </li>
  );
}

function CardKeys(props: OpenSirenProps & { answer: ReturnType<typeof useAnswerSiren> }) {
  const account = useAccount();
  const isStale = useIsStale();
  const latest = useRef({ ...props, isStale });
  useEffect(() => {
    latest.current = { ...props, isStale };
  });
  const shortcuts = useMemo((): Shortcut[] => {
    const group = 'Sirens';
    const inState = (status: Siren['status'] | null, act: () => void) => (): void => {
      const { siren, answer, isStale: cannot } = latest.current;
      if (!cannot && !answer.isPending && (status === null || siren.status === status)) act();
    };
    const mute: Shortcut = {
      keys: 'm',
      label: 'Stop the sound of the selected siren',
      group,
      run: () => setMuted(latest.current.siren.id, !getMuted().has(latest.current.siren.id)),
    };
    if (!mayUse(account, 'sirens.answer')) return [mute];
    return [
      {
        keys: 'i',
        label: 'Respond to the selected siren',
        group,
        run: inState('active', () => latest.current.answer.mutate({ answer: 'acknowledge' })),
      },
      {
        keys: 'Shift+R',
        label: 'Resolve the selected siren',
        group,
        run: inState('acknowledged', () => latest.current.onClosing('resolve')),
      },
      {
        keys: 'Shift+F',
        label: 'Close it as a false alarm',
        group,
        run: inState(null, () => latest.current.onClosing('false-alarm')),
      },
      mute,
    ];
  }, [account]);
  useShortcuts(shortcuts);
  return null;
}
