/** What a search finds, in the order of its answer. */
export const SEARCH_KINDS = ['call', 'contact', 'conversation', 'recording', 'candidate', 'interview', 'user'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** How many hits of each kind a search shows. */
export const HITS_SHOWN = 8;
