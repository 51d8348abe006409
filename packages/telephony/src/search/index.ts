export { PART_LENGTH, readSearch, SID_PART_LENGTH, sidEnds, type Search } from './read-search.ts';
export { HITS_SHOWN, SEARCH_KINDS, type SearchKind } from './search-kinds.ts';
