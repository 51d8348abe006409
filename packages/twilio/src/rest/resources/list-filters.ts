import type { Query } from '../list-pages.ts';

/** Twilio filters by whole days: a time stands for its UTC day, and both days are included. */
export type CallFilter = {
  to?: string;
  from?: string;
  status?: string;
  startTimeFrom?: Date;
  startTimeTo?: Date;
  parentCallSid?: string;
  pageSize?: number;
};

export type RecordingFilter = { dateCreatedFrom?: Date; dateCreatedTo?: Date; callSid?: string; pageSize?: number };

/** `status` is `init`, `in-progress` or `completed`. */
export type ConferenceFilter = { friendlyName?: string; status?: string; pageSize?: number };

/** The filter as Twilio's parameters, whose names may end in `<` and `>`. */
export const callQuery = (filter: CallFilter): Query => ({
  To: filter.to,
  From: filter.from,
  Status: filter.status,
  ParentCallSid: filter.parentCallSid,
  ...dayQuery('StartTime', filter.startTimeFrom, filter.startTimeTo),
  ...pageQuery(filter.pageSize),
});

export const recordingQuery = (filter: RecordingFilter): Query => ({
  CallSid: filter.callSid,
  ...dayQuery('DateCreated', filter.dateCreatedFrom, filter.dateCreatedTo),
  ...pageQuery(filter.pageSize),
});

export const conferenceQuery = ({ friendlyName, status, pageSize }: ConferenceFilter): Query => ({
  FriendlyName: friendlyName,
  Status: status,
  ...pageQuery(pageSize),
});

/** Twilio's maximum, for the fewest requests. */
export const pageQuery = (size = 1000): Query => ({ PageSize: size });

/**
 * A single day is sent as a date, not as a range: Twilio documents `<` in two ways ("before this date", "on or before
 * midnight of this date"), and with either a range from a day to itself is empty.
 */
function dayQuery(name: string, from: Date | undefined, to: Date | undefined): Query {
  const [first, last] = [utcDay(from), utcDay(to)];
  return first === last ? { [name]: first } : { [`${name}>`]: first, [`${name}<`]: last };
}

const utcDay = (date: Date | undefined): string | undefined => date?.toISOString().slice(0, 'YYYY-MM-DD'.length);
