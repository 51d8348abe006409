import type { callsPage } from '@trunkline/api-contract/calls';
import type { output } from 'zod';

export type CallsPage = output<typeof callsPage>;
/** A row of the list of calls. Fields for the staff are absent for other roles. */
export type CallRow = CallsPage['data'][number];
export type CallStatus = CallRow['status'];
