import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { MediaError } from './media-error.ts';
import type { MediaPlace } from './media-url.ts';

/** Media being received: its headers and its bytes. */
export type Media = {
  body: Readable;
  contentType: string;
  /** Null where the server sent none. */
  contentLength: number | null;
  /** As requested; null where there is but one file. */
  channels: 1 | 2 | null;
};

/** Content types of audio; plain stores send the second for everything. The bytes are checked in any case. */
const AUDIO = /^(?:audio\/[\w.+-]+|(?:application|binary)\/octet-stream)$/;

/** Reads the head of a response; throws the `MediaError` that it stands for. */
export function readAnswer(response: IncomingMessage, { channels, isExternal }: MediaPlace): Media {
  const status = response.statusCode ?? 0;
  const contentType = (response.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const fault = faultOf(status, contentType, response.headers['content-encoding'], isExternal);
  if (fault) {
    response.destroy();
    throw fault;
  }
  const length = response.headers['content-length'];
  return { body: response, contentType, contentLength: length === undefined ? null : Number(length), channels };
}

function faultOf(
  status: number,
  contentType: string,
  encoding: string | undefined,
  isExternal: boolean,
): MediaError | undefined {
  const details = { status, type: contentType.slice(0, 100) };
  if (status === 410) return new MediaError('gone', 'was deleted at its source', details);
  if (status === 404) return new MediaError('not-yet', 'is missing, or not there yet', details);
  if ((status === 401 || status === 403) && isExternal)
    return new MediaError('refused', 'is denied by your storage: its URL has expired, or may not be read', details);
  if (status === 401 || status === 403)
    return new MediaError('unavailable', 'is denied to us: check the credentials of Twilio', details, {
      isAlarm: true,
    });
  if (status === 429 || status >= 500) return new MediaError('unavailable', 'is not available now', details);
  if (status !== 200) return new MediaError('refused', 'was answered without media', details);
  if (!AUDIO.test(contentType)) return new MediaError('refused', 'has no audio type', details);
  if (encoding !== undefined && encoding !== 'identity') return new MediaError('refused', 'was encoded', details);
  return undefined;
}
