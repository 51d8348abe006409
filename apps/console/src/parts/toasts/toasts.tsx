import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import { IconButton } from '../button.tsx';
import { CloseIcon } from '../icons.tsx';
import { subscribeToasts, takeToasts } from './toast.ts';

/** Where toasts appear. F6 goes there. */
export const Toasts = () => (
  <Toast.Provider>
    <Toast.Portal>
      <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(20rem,calc(100vw-2rem))] flex-col gap-2">
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
);

function ToastList() {
  const { toasts: shown, add } = Toast.useToastManager();
  useEffect(() => {
    const showWaiting = (): void => {
      for (const text of takeToasts()) add(text);
    };
    showWaiting();
    return subscribeToasts(showWaiting);
  }, [add]);
  return shown.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      data-frame
      className="rounded-lg border border-line-strong bg-raised shadow-xl"
    >
      <Toast.Content className="flex items-start gap-2 py-2 pr-2 pl-4">
        <div className="grow py-1">
          <Toast.Title className="text-13 font-semibold" />
          <Toast.Description className="text-muted" />
        </div>
        <Toast.Close render={<IconButton name="Dismiss" />}>
          <CloseIcon />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
