/** The channel on which it is told that there is something new in the stream, and nothing else. */
export const STREAM_CHANNEL = 'trunkline_stream';

/** The last part of a statement that added to `stream_events`: whoever serves the stream looks there after the commit. */
export const WAKE_STREAM = `select pg_notify('${STREAM_CHANNEL}', '')`;

/** The same for each row of `source`, so that the statement has as many rows as that. */
export const wakeStreamFor = (source: string): string => `${WAKE_STREAM} from ${source}`;
