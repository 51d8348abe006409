import type { ConferenceRecord } from '../../truth/conference-record.ts';
import { findConference, type RestParts, type Target } from '../find-shown.ts';
import { readChoice } from '../read-form.ts';
import { RestError } from '../rest-error.ts';

/** Ends a conference; an announcement is accepted, but nobody hears it. Throws 400 if it is over already. */
export async function updateConference(parts: RestParts, target: Target, sid: string): Promise<ConferenceRecord> {
  const shown = findConference(parts, target, sid);
  const { record } = parts.truth.conferences.find(shown.sid) ?? { record: shown };
  const status = readChoice(target.form, 'Status', ['completed']);
  if (record.status === 'completed') throw new RestError(400, 20001, 'Bad request');
  if (status) parts.placed.conferences.end(record.sid);
  // Its participants take notice before the answer is written.
  await new Promise(setImmediate);
  return record;
}
