import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useRef, type ReactNode } from 'react';
import { Button } from '../button.tsx';
import { Failure } from '../states.tsx';

type ConfirmProps = {
  isOpen: boolean;
  onClose: () => void;
  /** A question: `End the call with +1 508 555 0133?` */
  title: string;
  /** What happens then. */
  children: ReactNode;
  /** The verb of the title: `End the call`. */
  confirm: string;
  onConfirm: () => void;
  isPending?: boolean;
  /** Why it cannot be confirmed now. */
  disabledBecause?: string | false;
  error?: unknown;
};

/** Asks before something that cannot be taken back. Cancel has the focus; an error stays in the dialog. */
export function ConfirmDialog(props: ConfirmProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const { isOpen, onClose, title, children, confirm, onConfirm, isPending, disabledBecause, error } = props;
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <AlertDialog.Popup
          initialFocus={cancel}
          className="fixed top-[20vh] left-1/2 z-50 flex w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 flex-col gap-3 rounded-lg border border-line-strong bg-raised p-4 shadow-2xl"
        >
          <AlertDialog.Title className="text-16">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-muted" render={<div />}>
            {children}
          </AlertDialog.Description>
          {Boolean(error) && <Failure error={error} />}
          <div className="flex justify-end gap-2">
            <AlertDialog.Close render={<Button ref={cancel}>Cancel</Button>} />
            <Button
              kind="danger"
              onClick={onConfirm}
              disabledBecause={isPending ? 'It was asked for.' : disabledBecause}
            >
              {confirm}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
