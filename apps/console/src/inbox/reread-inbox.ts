import type { QueryClient } from '@tanstack/react-query';

/** First words of the keys of everything that a change of a callback makes untrue. */
export const INBOX_NOUNS = ['inbox', 'newest-callbacks', 'dead-letters', 'quarantined', 'inbox-counts'] as const;

/** Reads again what is shown of the inbox, after a change that a person asked for. */
export const rereadInbox = (client: QueryClient): Promise<unknown> =>
  Promise.all(INBOX_NOUNS.map((noun) => client.invalidateQueries({ queryKey: [noun] })));
