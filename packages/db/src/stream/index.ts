export { STREAM_CHANNEL } from './notify-stream.ts';
export { deleteExpiredStreamEvents, numberStreamEvents, readStreamBounds, type StreamBounds } from './stream-log.ts';
export { listStreamAudience, listStreamEvents, type StreamEvent } from './list-stream-events.ts';
