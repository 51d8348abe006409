import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from '../button.tsx';
import { CloseIcon } from '../icons.tsx';

const BACKDROP = 'fixed inset-0 z-40 bg-shade';
const POPUP =
  'fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-auto rounded-lg border border-line-strong bg-raised shadow-2xl';

type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What has the focus first; by default the button that closes it. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** A dialog above the page. Escape closes it, and the focus returns to where it was. */
export const Dialog = ({ isOpen, onClose, title, initialFocus, children }: DialogProps) => (
  <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
    <Base.Portal>
      <Base.Backdrop className={BACKDROP} />
      <Base.Popup className={POPUP} {...(initialFocus && { initialFocus })}>
        <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
          <Base.Title className="grow text-16">{title}</Base.Title>
          <Base.Close render={<IconButton name="Close" />}>
            <CloseIcon />
          </Base.Close>
        </header>
        {children}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
);
