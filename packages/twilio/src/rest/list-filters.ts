import type { Query } from './list-pages.ts';

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

/** The filter as Twilio's parameters, whose names end in `<` and `>`. */
export const callQuery = (filter: CallFilter): Query => ({
  To: filter.to,
  From: filter.from,
  Status: filter.status,
  ParentCallSid: filter.parentCallSid,
  'StartTime>': utcDay(filter.startTimeFrom),
  'StartTime<': utcDay(filter.startTimeTo),
  ...pageQuery(filter.pageSize),
});

export const recordingQuery = (filter: RecordingFilter): Query => ({
  CallSid: filter.callSid,
  'DateCreated>': utcDay(filter.dateCreatedFrom),
  'DateCreated<': utcDay(filter.dateCreatedTo),
  ...pageQuery(filter.pageSize),
});

/** A thousand is the most that Twilio takes: the fewest requests. */
export const pageQuery = (size = 1000): Query => ({ PageSize: size });

const utcDay = (date: Date | undefined): string | undefined => date?.toISOString().slice(0, 'YYYY-MM-DD'.length);
