import { ENDED_SHOWN_HOURS, PROCESSES_AT_MOST, SILENT_SHOWN_HOURS } from '@trunkline/telephony/processes';
import type { Queryable } from '../connection/open-database.ts';

/** Deletes the rows of processes that ended an hour ago or have been silent for a day, and all but the last 500. */
export async function deleteOldProcesses(db: Queryable): Promise<number> {
  return (await db.query(SQL)).rowCount ?? 0;
}

const SQL = `
delete from processes where ended_at < now() - interval '${ENDED_SHOWN_HOURS} hours'
  or heartbeat_at < now() - interval '${SILENT_SHOWN_HOURS} hours'
  or id in (select id from processes order by heartbeat_at desc offset ${PROCESSES_AT_MOST})`;
