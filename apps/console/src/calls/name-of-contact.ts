import type { CallRow } from './call.ts';

/** The name of a contact or candidate; null where all that is known is a number, which is shown as one. */
export function nameOfContact(contact: CallRow['contact']): string | null {
  const name = contact?.candidate_name ?? contact?.display_name ?? null;
  return name !== null && /\p{L}/u.test(name) ? name : null;
}
