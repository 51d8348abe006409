export { STREAM_CHANNEL } from './notify-stream.ts';
export { deleteExpiredStreamEvents, numberStreamEvents, readStreamBounds, type StreamBounds } from './stream-log.ts';
export { countCallbacks, type CallbackCounts } from './count-callbacks.ts';
export { listStreamAudience, listStreamEvents, type StreamEvent } from './list-stream-events.ts';
