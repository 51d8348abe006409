import { findMedia, type Database, type Media } from '@trunkline/db';
import { ObjectMissingError, type ByteRange, type Storage } from '@trunkline/storage';
import { Router, type Request, type Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { byteRange } from '../byte-range.ts';
import { Problem } from '../problem.ts';
import type { UrlSigner } from '../url-signer.ts';

type Parts = { db: Database; storage: Pick<Storage, 'get'>; signer: UrlSigner };
type StoredMedia = { [Name in keyof Media]: NonNullable<Media[Name]> };

/** `GET /:token`: a recording, to whoever has a signed URL of it; whole or the range that is asked for. */
export function audioRoutes({ db, storage, signer }: Parts): Router {
  const router = Router();
  router.get('/:token', async (request, response) => {
    const read = signer.read(request.params.token);
    if (read === 'unknown') throw new Problem('not_found', 'This is no URL that was ever signed here.');
    if (read === 'expired')
      throw new Problem('gone', 'This URL has expired. Ask for the recording again to get another.');
    const media = await findMedia(db.pool, read.recordingSid);
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
  });
  return router;
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
