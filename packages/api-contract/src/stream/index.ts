export { STREAM_EVENT_NAMES, streamEvent, type StreamEventName, type StreamPayload } from './stream-events.ts';
export { streamQuery, streamStats } from './stream.ts';
