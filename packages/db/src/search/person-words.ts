/** What a contact is found by, as SQL over its alias; the index has this expression. A name that repeats the number is none. */
export const CONTACT_WORDS = (contact: string): string =>
  `person_words(${contact}.phone_number, nullif(${contact}.display_name, ${contact}.formatted_number))`;

/** The same of a candidate. */
export const CANDIDATE_WORDS = (candidate: string): string =>
  `person_words(${candidate}.phone_number, ${candidate}.name)`;

/** True for words, as SQL, that contain one of the parts in this array, of which there are two at most. */
export const containsPart = (words: string, parts: string): string =>
  `(strpos(${words}, (${parts})[1]) > 0 or coalesce(strpos(${words}, (${parts})[2]) > 0, false))`;
