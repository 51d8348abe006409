import { nameOfContact } from '../calls/name-of-contact.ts';
import type { Siren } from './open-sirens.ts';

/** The party that a siren is about: a name if there is one, and a number. Both are null for a call that may not be seen. */
export function partyOf({ contact, call }: Pick<Siren, 'contact' | 'call'>): {
  name: string | null;
  number: string | null;
} {
  const outside = call && (call.direction === 'outbound' ? call.to_number : call.from_number);
  return {
    name: nameOfContact(contact),
    number: contact?.phone_number ?? outside ?? null,
  };
}
