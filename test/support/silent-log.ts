import { openLogger } from '@trunkline/service';

/** A logger that writes nothing. */
export const silentLog = openLogger('test', 'silent');
