/** The orders in which calls are listed; `-` is descending. */
export const CALL_SORTS = ['-started_at', 'started_at', '-duration', 'duration'] as const;
export type CallSort = (typeof CALL_SORTS)[number];

/** What a list may show of each call in addition to its columns. */
export const CALL_INCLUDES = ['contact', 'agent', 'order', 'siren', 'control', 'gap'] as const;
export type CallInclude = (typeof CALL_INCLUDES)[number];
