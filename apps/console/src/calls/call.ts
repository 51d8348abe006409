import type { callsPage, callsQuery } from '@trunkline/api-contract/calls';
import type { input, output } from 'zod';

export type CallsPage = output<typeof callsPage>;
/** A row of the list of calls. Fields for the staff are absent for other roles. */
export type CallRow = CallsPage['data'][number];
export type CallStatus = CallRow['status'];
export type CallSort = NonNullable<input<typeof callsQuery>['sort']>;
