import type { CallRow } from './call.ts';

/** The number of ours that it came in on, or went out from. */
export const ourNumber = ({
  direction,
  from_number,
  to_number,
}: Pick<CallRow, 'direction' | 'from_number' | 'to_number'>): string | null =>
  direction === 'outbound' ? from_number : to_number;
