import type { rejectedRequestsPage } from '@trunkline/api-contract/rejected-requests';
import type { output } from 'zod';
import { oneOf, readSearch, text } from '../../search-params.ts';

export type RejectionCause = output<typeof rejectedRequestsPage>['groups'][number]['cause'];

/** State of the list of rejected requests, which its address holds. */
export type RejectedSearch = {
  cause?: RejectionCause | undefined;
  path?: string | undefined;
  /** Id of the request that is open next to the list. */
  selected?: string | undefined;
};

/** Each cause in two or three words; the API has the sentence and the remedy. */
const CAUSES: Readonly<Record<RejectionCause, string>> = {
  'configured-with-http': 'http instead of https',
  'configured-with-https': 'https instead of http',
  'another-port': 'another port',
  'another-host': 'another host',
  'path-changed': 'path changed on the way',
  'query-changed': 'query changed on the way',
  'token-of-another-account': 'token of another account',
  'another-account': 'unknown account',
  'old-token-or-forged': 'old token, or forged',
  unsigned: 'no signature',
  'body-changed': 'body changed on the way',
  'too-large': 'too large',
  'not-a-form': 'neither form nor JSON',
  'not-an-object': 'JSON without fields',
  'wrong-method': 'wrong method',
  'unknown-path': 'unknown path',
};

export const causeInWords = (cause: RejectionCause): string => CAUSES[cause];

export const readRejectedSearch = readSearch<RejectedSearch>({
  cause: oneOf(Object.keys(CAUSES) as RejectionCause[]),
  path: text(100),
  selected: text(20),
});
