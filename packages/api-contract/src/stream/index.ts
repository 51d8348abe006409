export { STREAM_EVENT_NAMES, streamEvent, type StreamEventName } from './stream-events.ts';
export { matchesEvent, streamQuery, streamStats } from './stream.ts';
