export { STREAM_EVENT_NAMES, streamEvent, type StreamEventName } from './stream-events.ts';
export { streamQuery, streamStats } from './stream.ts';
