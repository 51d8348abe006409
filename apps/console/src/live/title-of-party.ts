import { nameOfContact } from '../calls/name-of-contact.ts';
import { spacedNumber } from '../parts/phone/spaced-number.ts';
import type { FloorRow } from './floor.ts';

/** The party in one text, for titles and names of buttons. */
export const titleOfParty = ({ contact, outside_number, direction, to_number, caller }: FloorRow): string => {
  const number = outside_number ?? (direction === 'outbound' ? to_number : null);
  return [nameOfContact(contact), number && spacedNumber(number)].filter(Boolean).join(', ') || caller.toLowerCase();
};
