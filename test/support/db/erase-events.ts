/** Erases the log of facts, as nothing but the role of the retention may. */
export const ERASE_EVENTS = 'set role trunkline_retention; delete from call_events; reset role';
