import { spacedNumber } from './spaced-number.ts';
import { Absent } from '../times/time.tsx';

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
