import { useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { IconButton } from './button.tsx';
import { CloseIcon } from './icons.tsx';

type SidePanelProps = {
  title: ReactNode;
  /** What Escape and the cross do: `Close the callback`. */
  closeName: string;
  onClose: () => void;
  /** Links and buttons right of the title. */
  end?: ReactNode;
  children: ReactNode;
};

/** One thing of a list, next to it; on a narrow window a sheet at the bottom. Its title has the focus, Escape closes it. */
export function SidePanel({ title, closeName, onClose, end, children }: SidePanelProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const closing = useRef(onClose);
  useEffect(() => {
    closing.current = onClose;
  });
  useEffect(() => heading.current?.focus(), []);
  useShortcuts(
    useMemo(
      () => [{ keys: 'Escape', label: closeName, group: 'Rows', run: () => closing.current(), inFields: true }],
      [closeName],
    ),
  );
  return (
    <aside
      aria-labelledby={id}
      data-frame
      className="flex flex-col self-start overflow-auto rounded-lg border border-line bg-raised max-xl:fixed max-xl:inset-x-0 max-xl:bottom-0 max-xl:z-20 max-xl:max-h-[70vh] max-xl:w-full max-xl:rounded-b-none max-xl:border-line-strong max-xl:shadow-2xl xl:sticky xl:top-[calc(var(--top-height,3rem)+1rem)] xl:max-h-[calc(100vh-var(--top-height,3rem)-2rem)]"
    >
      <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-raised py-1.5 pr-2 pl-4">
        <h2 id={id} ref={heading} tabIndex={-1} className="min-w-0 grow truncate outline-none">
          {title}
        </h2>
        {end}
        <IconButton name={closeName} onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </header>
      {children}
    </aside>
  );
}
