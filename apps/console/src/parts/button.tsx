import type { ComponentProps, ReactNode } from 'react';

type Kind = 'ordinary' | 'primary' | 'danger' | 'quiet' | 'on-siren';

const KINDS: Readonly<Record<Kind, string>> = {
  ordinary: 'border-control bg-surface text-text hover:bg-hover',
  primary: 'border-accent bg-accent text-on-accent hover:opacity-90 font-semibold',
  danger: 'border-bad bg-surface text-bad hover:bg-bad-soft font-semibold',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-text',
  'on-siren': 'border-current bg-transparent text-on-siren font-semibold',
};

/** The look of a button, for links that look like one. */
export const buttonClass = (kind: Kind = 'ordinary', isSmall = false): string =>
  `inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border ${isSmall ? 'h-6 px-2 text-12' : 'h-7 px-3'} ${KINDS[kind]} aria-disabled:cursor-not-allowed aria-disabled:opacity-60`;

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'className'> & {
  kind?: Kind;
  isSmall?: boolean;
  /** Why it does nothing now. It keeps the focus, and the reason is read out and shown on hover. */
  disabledBecause?: string | false | null | undefined;
  children: ReactNode;
};

export function Button({ kind, isSmall, disabledBecause, onClick, children, ...rest }: ButtonProps) {
  const reason = disabledBecause || undefined;
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(kind, isSmall)}
      onClick={reason ? (event) => event.preventDefault() : onClick}
      {...(reason && { 'aria-disabled': true, title: reason, 'aria-description': reason })}
    >
      {children}
    </button>
  );
}

/** A button with an icon only; the name is read out and shown on hover. */
export function IconButton({
  name,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'className'> & { name: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={name}
      title={name}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
    >
      {children}
    </button>
  );
}
