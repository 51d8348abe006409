import { useQuery } from '@tanstack/react-query';
import { openSirensQuery } from './open-sirens.ts';

/** How many sirens are open, next to the name of their screen. */
export function OpenSirenCount() {
  const { data = [] } = useQuery(openSirensQuery);
  if (data.length === 0) return null;
  return (
    <span className="ml-auto font-semibold text-bad">
      {data.length} <span className="only-read">open</span>
    </span>
  );
}
