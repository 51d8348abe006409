import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { MediaError } from './media-error.ts';

/** Media on its way: what was promised about it, and the bytes. */
export type Media = {
  body: Readable;
  contentType: string;
  /** Null where the server did not say. */
  contentLength: number | null;
  /** As asked for; null for external storage. */
  channels: 1 | 2 | null;
};

/** Types under which audio comes; the second is what plain stores say of everything. The bytes are checked all the same. */
const AUDIO = /^(?:audio\/[\w.+-]+|(?:application|binary)\/octet-stream)$/;

/** Reads the head of an answer: media, or the `MediaError` that it means. */
export function readAnswer(response: IncomingMessage, channels: 1 | 2 | null): Media {
  const status = response.statusCode ?? 0;
  const contentType = (response.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const fault = faultOf(status, contentType, response.headers['content-encoding']);
  if (fault) {
    response.destroy();
    throw fault;
  }
  const length = response.headers['content-length'];
  return { body: response, contentType, contentLength: length === undefined ? null : Number(length), channels };
}

function faultOf(status: number, contentType: string, encoding: string | undefined): MediaError | undefined {
  const seen = { status, type: contentType.slice(0, 100) };
  if (status === 404) return new MediaError('not-yet', 'is not there, or not yet', seen);
  if (status === 401 || status === 403)
    return new MediaError('trouble', 'is denied to us: check the credentials of Twilio', seen, { isAlarm: true });
  if (status === 429 || status >= 500) return new MediaError('trouble', 'was not given just now', seen);
  if (status !== 200) return new MediaError('refused', 'was answered with no media', seen);
  if (!AUDIO.test(contentType)) return new MediaError('refused', 'is no audio by its type', seen);
  if (encoding !== undefined && encoding !== 'identity') return new MediaError('refused', 'came encoded', seen);
  return undefined;
}
