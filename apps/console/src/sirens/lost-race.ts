import { RequestError } from '../http/request-error.ts';
import { relativeTime } from '../parts/times/times.ts';

type Person = { name: string | null; at: string };

/** True if another person answered the siren first, or its state has changed since it was read. */
export const isLostRace = (error: unknown): error is RequestError =>
  error instanceof RequestError && (error.status === 409 || error.status === 412);

/** Who was faster, by name, and when: `Taken by Ana 3 s ago`. Other conflicts in the words of the API. */
export function lostRaceWords(error: RequestError, now: Date): string {
  const [taken, closed] = [personOf(error, 'acknowledged_by'), personOf(error, 'resolved_by')];
  const ago = ({ at }: Person): string => relativeTime(new Date(at), now);
  const state = error.members['current_state'];
  if (closed)
    return `${state === 'false_alarm' ? 'Marked as a false alarm' : 'Resolved'} by ${closed.name ?? 'another person'} ${ago(closed)}`;
  if (taken) return `Taken by ${taken.name ?? 'another person'} ${ago(taken)}`;
  if (state === 'active') return 'It was released meanwhile: it is unanswered again';
  return error.detail;
}

function personOf({ members }: RequestError, name: string): Person | undefined {
  const given = members[name] as Partial<Person> | null | undefined;
  return given && typeof given.at === 'string' ? { name: given.name ?? null, at: given.at } : undefined;
}
