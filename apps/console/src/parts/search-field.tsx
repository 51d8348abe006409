import { useState, type FormEvent, type RefObject } from 'react';
import { INPUT } from './field.tsx';

type SearchFieldProps = {
  /** Read out; says that Enter searches. */
  label: string;
  placeholder: string;
  /** What is searched for now, as the address holds it. */
  value: string | undefined;
  onSearch: (value: string | undefined) => void;
  input?: RefObject<HTMLInputElement | null>;
};

/** A field whose text is searched for on Enter. Emptying it shows everything again. */
export function SearchField({ label, placeholder, value = '', onSearch, input }: SearchFieldProps) {
  const [{ typed, of }, setTyped] = useState({ typed: value, of: value });
  if (of !== value) setTyped({ typed: value, of: value }); // the address has changed
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(typed.trim() || undefined);
  };
  return (
    <form role="search" onSubmit={submit} className="w-60 max-sm:w-full">
      <input
        ref={input}
        type="search"
        className={`${INPUT} h-7`}
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={({ target }) => {
          setTyped({ typed: target.value, of: value });
          if (target.value === '' && value) onSearch(undefined);
        }}
      />
    </form>
  );
}
