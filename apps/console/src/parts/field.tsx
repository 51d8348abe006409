import { useId, type ComponentProps, type ReactNode } from 'react';

export const INPUT =
  'w-full rounded-md border border-control bg-surface px-2.5 text-text placeholder:text-faint aria-invalid:border-bad';

type FieldProps = Omit<ComponentProps<'input'>, 'className' | 'id'> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
};

/** A field with its label above it and its error below it. */
export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        {...input}
        id={id}
        className={`${INPUT} h-8`}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-more` : undefined}
      />
      {(hint || error) && (
        <p id={`${id}-more`} className={error ? 'text-bad' : 'text-muted'}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
