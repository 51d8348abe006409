import { Absent } from './time.tsx';

/** Groups of a number of the North American plan, and of three for others: `+1 508 555 0133`, `+49 305 550 114`. */
export function spacedNumber(number: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 ${american.slice(1).join(' ')}`;
  const other = /^\+(\d{7,15})$/.exec(number);
  if (!other) return number;
  const digits = other[1]!;
  return `+${digits.slice(0, 2)} ${digits.slice(2).replaceAll(/(\d{3})(?=\d{2})/g, '$1 ')}`;
}

/** A party of a call: a number with spaces, or whatever else it is called by. The whole is shown on hover. */
export function Phone({ number }: { number: string | null }) {
  if (!number) return <Absent />;
  const shown = number.replace(/^(?:sip|client):/, '').replace(/@.*$/, '');
  return (
    <span title={number} className="whitespace-nowrap">
      {spacedNumber(shown)}
    </span>
  );
}
