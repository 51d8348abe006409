import type { View } from './views-query.ts';

/** Says that the staff sees a view, and whose it is. */
export const SharedTag = ({ view: { is_shared, owner_name } }: { view: View }) =>
  is_shared ? <span className="ml-auto pl-3 text-12 text-faint">shared{owner_name && ` by ${owner_name}`}</span> : null;
