export { STREAM_CHANNEL } from './notify-stream.ts';
export { numberStreamEvents } from './number-stream-events.ts';
export { readStreamBounds, type StreamBounds } from './read-stream-bounds.ts';
export { listStreamAudience } from './list-stream-audience.ts';
export { forgetStreamEvents } from './delete-expired-stream-events.ts';
export { listStreamEvents, type StreamEvent } from './list-stream-events.ts';
