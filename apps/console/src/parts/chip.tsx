import type { ReactNode } from 'react';
import { CloseIcon } from './icons.tsx';

const SHAPE = 'inline-flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 text-12';

/** Switches a filter on and off. */
export function ToggleChip({
  isOn,
  onChange,
  children,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className={`${SHAPE} ${isOn ? 'border-accent bg-accent-soft font-semibold text-accent' : 'border-control bg-surface text-muted hover:text-text'}`}
    >
      {children}
    </button>
  );
}

/** A filter that is on, with a button that removes it. */
export function FilterChip({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  return (
    <span className={`${SHAPE} border-accent bg-accent-soft pr-0 text-accent`}>
      {children}
      <button
        type="button"
        aria-label={`Remove the filter ${name}`}
        onClick={onRemove}
        className="inline-flex size-6 items-center justify-center rounded-full"
      >
        <CloseIcon className="size-3" />
      </button>
    </span>
  );
}

/** A fact that is always shown, such as the window of time. */
export const FactChip = ({ children }: { children: ReactNode }) => (
  <span className={`${SHAPE} border-line-strong bg-surface text-muted`}>{children}</span>
);

/** A tag of a few letters: DEMO next to the name, SIM on what is simulated. */
export const Tag = ({ title, children }: { title?: string; children: ReactNode }) => (
  <span
    title={title}
    data-tag
    className="inline-flex h-4 items-center whitespace-nowrap rounded border border-current px-1 text-11 font-semibold text-ai"
  >
    {children}
  </span>
);
