import type { FloorRow } from './floor.ts';

/** The party in one text, for titles and names of buttons. */
export const titleOfParty = ({ contact, outside_number, direction, to_number, caller }: FloorRow): string => {
  const number = outside_number ?? (direction === 'outbound' ? to_number : null);
  const name = contact?.candidate_name ?? contact?.display_name;
  return [name, number].filter(Boolean).join(', ') || caller.toLowerCase();
};
