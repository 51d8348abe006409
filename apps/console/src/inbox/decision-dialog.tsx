import { useState } from 'react';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Field } from '../parts/field.tsx';
import { STALE_REASON, useIsStale } from '../stream/stream-provider.tsx';
import type { Decision } from './decide-callback.ts';
import { DECISION_WORDS } from './decide-callback.ts';

type Props = {
  decision: Exclude<Decision, 'replay'>;
  what: string;
  isPending: boolean;
  error: unknown;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

/** Asks for the reason of a decision that cannot be taken back, and says exactly what it does. */
export function DecisionDialog({ decision, what, isPending, error, onConfirm, onClose }: Props) {
  const isStale = useIsStale();
  const [reason, setReason] = useState('');
  const { verb, effect } = DECISION_WORDS[decision];
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${verb} this ${what}?`}
      confirm={verb}
      onConfirm={() => onConfirm(reason.trim())}
      isPending={isPending}
      disabledBecause={isStale ? STALE_REASON : reason.trim() === '' && 'Give a reason first.'}
      error={error}
    >
      <div className="flex flex-col gap-3">
        <p>{effect}</p>
        <div className="text-text">
          <Field
            label="Reason"
            value={reason}
            maxLength={500}
            onChange={({ target }) => setReason(target.value)}
            hint="It is kept with the callback."
          />
        </div>
      </div>
    </ConfirmDialog>
  );
}
