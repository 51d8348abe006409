import { nothing } from '@trunkline/api-contract/http';
import type { Database } from '@trunkline/db/connection';
import { findMedia, type Media } from '@trunkline/db/recordings';
import { ObjectMissingError, type ByteRange, type Storage } from '@trunkline/storage';
import type { Request, Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { byteRange } from './byte-range.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { MEDIA_PATH, type UrlSigner } from './url-signer.ts';

type Parts = { db: Database; storage: Pick<Storage, 'get'>; signer: UrlSigner };
type StoredMedia = { [Name in keyof Media]: NonNullable<Media[Name]> };

/** `GET /:token`: a recording, to whoever has a signed URL of it; whole or the range that is asked for. */
export const audioRoutes = (parts: Parts): Route[] => [
  route(
    {
      method: 'get',
      path: `${MEDIA_PATH}/:token`,
      permission: 'public',
      tag: 'Recordings',
      summary: 'The sound of a recording, to whoever has a signed URL of it',
      answerType: 'audio/*',
      answers: { 200: nothing, 206: nothing },
    },
    async ({ request, response, params }) => {
      await serveRecording(parts, params['token']!, request, response);
      return undefined;
    },
  ),
];

async function serveRecording(
  { db, storage, signer }: Parts,
  token: string,
  request: Request,
  response: Response,
): Promise<void> {
  const read = signer.read(token);
  if (read === 'unknown') throw new Problem('not_found', 'This is no URL that was ever signed here.');
  if (read === 'expired')
    throw new Problem('gone', 'This URL has expired. Ask for the recording again to get another.');
  const media = await findMedia(db.pool, read.recordingSid); // nobody is logged in: the URL is the proof
  if (!isStored(media)) throw new Problem('gone', 'The recording is kept no longer.');
  const etag = `"${media.sha256}"`;
  response.set({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': `inline; filename="${read.recordingSid}.${media.contentType === 'audio/mpeg' ? 'mp3' : 'wav'}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-site',
    ETag: etag,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  const isCurrent = [undefined, etag].includes(request.get('if-range'));
  const range = byteRange(isCurrent ? request.get('range') : undefined, media.sizeBytes);
  if (range === 'unsatisfiable') {
    response.set('Content-Range', `bytes */${media.sizeBytes}`);
    throw new Problem('range_not_satisfiable', `The recording has ${media.sizeBytes} bytes.`);
  }
  await send(request, response, { media, range, storage });
}

const isStored = (media: Media | undefined): media is StoredMedia => media?.objectKey != null;

type Sending = { media: StoredMedia; range: ByteRange | undefined; storage: Parts['storage'] };

async function send({ method }: Request, response: Response, { media, range, storage }: Sending): Promise<void> {
  const { sizeBytes, contentType, objectKey } = media;
  const content = method === 'HEAD' ? undefined : await storage.get(objectKey, range).catch(unavailable);
  if (range) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  response.set('Content-Type', contentType); // of the row: nothing that the bytes say is believed
  response.set('Content-Length', `${range ? range.end - range.start + 1 : sizeBytes}`);
  if (!content) return void response.end();
  await pipeline(content, response).catch(() => {}); // the listener left, or the store broke off: the length tells
}

function unavailable(error: unknown): Readable {
  if (error instanceof ObjectMissingError) throw new Problem('gone', 'The recording is kept no longer.');
  throw new Problem('storage_unavailable', 'The store of recordings did not answer. Try again in a moment.');
}
