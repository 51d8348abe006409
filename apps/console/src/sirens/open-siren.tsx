import { useEffect, useRef } from 'react';
import { mayUse, useAccount } from '../identity/account-context.ts';
import { registerShortcuts, type Shortcut } from '../keyboard/shortcuts.ts';
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

/** A card and, while it is selected, its keys. What has the focus is selected, so that a key means that one. */
export function OpenSiren({ onSelect, ...props }: OpenSirenProps) {
  const answer = useAnswerSiren(props.siren.id);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const element = item.current;
    element?.addEventListener('focusin', onSelect);
    return () => element?.removeEventListener('focusin', onSelect);
  }, [onSelect]);
  return (
    <li ref={item}>
      <SirenCard {...props} answer={answer} />
      {props.isSelected && <CardKeys {...props} answer={answer} />}
    </li>
  );
}

type KeysProps = Omit<OpenSirenProps, 'onSelect'> & { answer: ReturnType<typeof useAnswerSiren> };

function CardKeys(props: KeysProps) {
  const account = useAccount();
  const isStale = useIsStale();
  const latest = useRef({ ...props, isStale });
  useEffect(() => {
    latest.current = { ...props, isStale };
  });
  useEffect(() => {
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
    if (!mayUse(account, 'sirens.answer')) return registerShortcuts([mute]);
    return registerShortcuts([
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
    ]);
  }, [account]);
  return null;
}
