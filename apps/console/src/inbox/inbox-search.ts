import { startOf, WINDOWS, type Window } from '../calls/calls-search.ts';
import { anyOf, oneOf, readSearch, text } from '../search-params.ts';
import { CALLBACK_KINDS, INBOX_STATES, type CallbackKind, type InboxState } from './callback.ts';

/** State of the list of callbacks, which its address holds. */
export type CallbacksSearch = {
  q?: string | undefined;
  state?: InboxState[] | undefined;
  type?: CallbackKind[] | undefined;
  call_sid?: string | undefined;
  fingerprint?: string | undefined;
  /** How far back; by default 24 hours, with `q` everything that is stored. */
  window?: Window | undefined;
  /** Id of the callback that is open next to the list. */
  selected?: string | undefined;
};

export const readCallbacksSearch = readSearch<CallbacksSearch>({
  q: text(100),
  state: anyOf(INBOX_STATES),
  type: anyOf(CALLBACK_KINDS),
  call_sid: text(100),
  fingerprint: text(16),
  window: oneOf(WINDOWS),
  selected: text(20),
});

export const windowOf = ({ q, window }: CallbacksSearch): Window => window ?? (q ? 'all' : '24h');

const EPOCH = '1970-01-01T00:00:00.000Z';

/** When the window begins. Without a begin the API takes the last day, so that `all` names one. */
export const beginOf = (search: CallbacksSearch): string => startOf(windowOf(search)) ?? EPOCH;

/** State of the lists of callbacks that wait for a person: everything that is stored. */
export type StoppedSearch = {
  type?: CallbackKind[] | undefined;
  error_contains?: string | undefined;
  /** Fingerprint of the error that is shown. */
  fingerprint?: string | undefined;
  /** Id of the callback that is open next to the list. */
  selected?: string | undefined;
};

export const readStoppedSearch = readSearch<StoppedSearch>({
  type: anyOf(CALLBACK_KINDS),
  error_contains: text(500),
  fingerprint: text(16),
  selected: text(20),
});

/** The filter of a stopped list as its API names it; empty for all of them. */
export function filterOf({ type, error_contains, fingerprint }: StoppedSearch): Record<string, string> {
  return {
    ...(type && type.length > 0 && { type: type.join(',') }),
    ...(error_contains && { error_contains }),
    ...(fingerprint && { fingerprint }),
  };
}
