export { PART_LENGTH, readSearch, SID_PART_LENGTH, sidEnds, type Search } from './read-search.ts';
