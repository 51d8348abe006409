import type { CallRow } from './call.ts';

/** The name of a contact or candidate; null where all that is known is a number, which is shown as one. */
export const nameOfContact = (contact: CallRow['contact']): string | null =>
  unlessNumber(contact?.candidate_name ?? contact?.display_name ?? null);

/** The name; null if it is only a phone number, because the contact has no name yet. */
export const unlessNumber = (name: string | null): string | null =>
  name !== null && /\p{L}/u.test(name) ? name : null;
