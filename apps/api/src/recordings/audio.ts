import { described, nothing } from '@trunkline/api-contract/http';
import type { Database } from '@trunkline/db/connection';
import { findMedia, type Media } from '@trunkline/db/recordings';
import { ObjectMissingError, type ByteRange, type Storage } from '@trunkline/storage';
import type { Request, Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { byteRange } from './byte-range.ts';
import { MEDIA_PATH, type UrlSigner } from './url-signer.ts';

type Parts = { db: Database; storage: Pick<Storage, 'get'>; signer: UrlSigner };
type StoredMedia = { [Name in keyof Media]: NonNullable<Media[Name]> };

export const audioRoutes = (parts: Parts): Route[] => [
  route(
    {
      operationId: 'getRecordingAudio',
      method: 'get',
      path: `${MEDIA_PATH}/:token`,
      permission: 'public',
      tag: 'Recordings',
      summary: 'Get the audio of a recording',
      description:
        'Returns the audio of a recording, or a range of it (206). The token of a signed URL is the credential; 410 once it has expired, or once the recording is deleted.',
      params: {
        token: described(
          z.string(),
          'Token of `audio_url`: SID of the recording, Unix time of the end in seconds, signature',
          'RE27d559117edb45aac8a0270ac2f97b10.1769868000.k0s1…',
        ),
      },
      accepts: ['Range', 'If-Range'],
      sends: ['ETag'],
      answerType: 'audio/*',
      answers: { 200: nothing, 206: nothing },
    },
    async ({ request, response, params: { token } }) => {
      await serveRecording(parts, token, request, response);
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
  if (read === 'unknown')
    throw new Problem('not_found', 'This URL was not signed here. Get the recording again for a new URL.');
  if (read === 'expired') throw new Problem('gone', 'This URL has expired. Get the recording again for a new URL.');
  const media = await findMedia(db.pool, read.recordingSid); // there is no actor: the signature is the credential
  if (!isStored(media)) throw noLongerStored();
  const etag = `"${media.sha256}"`;
  response.set({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': dispositionOf(read.recordingSid, media.contentType),
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

/**
 * A download: a URL that is opened by itself never shows bytes of a caller on this origin. Players in a page ignore the
 * header. Bytes that only the owner of the key can read are named so.
 */
function dispositionOf(recordingSid: string, contentType: string): string {
  const extension = contentType === 'audio/mpeg' ? 'mp3' : contentType.startsWith('audio/') ? 'wav' : 'encrypted';
  return `attachment; filename="${recordingSid}.${extension}"`;
}

const isStored = (media: Media | undefined): media is StoredMedia => media?.objectKey != null;

type Sending = { media: StoredMedia; range: ByteRange | undefined; storage: Parts['storage'] };

async function send({ method }: Request, response: Response, { media, range, storage }: Sending): Promise<void> {
  const { sizeBytes, contentType, objectKey } = media;
  const content = method === 'HEAD' ? undefined : await storage.get(objectKey, range).catch(unavailable);
  if (range) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  response.set('Content-Type', contentType); // of the row; the content itself is not trusted
  response.set('Content-Length', `${range ? range.end - range.start + 1 : sizeBytes}`);
  if (!content) return void response.end();
  await pipeline(content, response).catch(() => {}); // the client left or the storage failed: the length shows it
}

function unavailable(error: unknown): Readable {
  if (error instanceof ObjectMissingError) throw noLongerStored();
  throw new Problem('storage_unavailable', 'The recording storage did not answer. Retry in a moment.');
}

const noLongerStored = (): Problem => new Problem('gone', 'The audio of this recording is no longer stored.');
