import { oneOf, readSearch, text } from '../../search-params.ts';

const VIEWS = ['timeline', 'table'] as const;

/** State of the page of a call, which its address holds. */
export type TraceSearch = {
  /** Shows the call as it was known at this time. */
  as_of?: string | undefined;
  /** Id of the callback whose fields are shown. */
  mark?: string | undefined;
  /** Only what a person may want to look at. */
  only?: 'findings' | undefined;
  view?: (typeof VIEWS)[number] | undefined;
};

export const readTraceSearch = readSearch<TraceSearch>({
  as_of: text(40),
  mark: text(40),
  only: oneOf(['findings'] as const),
  view: oneOf(VIEWS),
});
