import { useState, type ReactNode } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Field } from '../field.tsx';

type ReasonDialogProps = {
  onClose: () => void;
  /** A question: `Pause the queue callbacks?` */
  title: string;
  /** What happens then. */
  children: ReactNode;
  confirm: string;
  onConfirm: (reason: string) => void;
  isPending: boolean;
  disabledBecause?: string | false;
  error?: unknown;
};

/** Asks before something that needs a reason, which is kept with it. */
export function ReasonDialog({ children, onConfirm, disabledBecause, ...dialog }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      {...dialog}
      isOpen
      onConfirm={() => onConfirm(reason.trim())}
      disabledBecause={disabledBecause || (reason.trim() === '' && 'Write a reason first.')}
    >
      <div className="flex flex-col gap-3">
        <div>{children}</div>
        <div className="text-text">
          <Field
            label="Reason"
            required
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            hint="It is kept, for the audit."
          />
        </div>
      </div>
    </ConfirmDialog>
  );
}
