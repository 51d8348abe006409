import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Response, type Router } from 'express';
import { type Account, isAuthorized } from '../account.ts';
import { notFound, RestError } from '../rest/rest-error.ts';
import { sendFaulty, sendXml } from './faulty-response.ts';
import { fileOf } from './media-file.ts';
import type { MediaStore } from './media-store.ts';

const fileName = /^(RE[0-9a-f]{32})(\.wav|\.mp3)?$/;

/** The media of recordings below `/2010-04-01/Accounts/{A}`, with the account's credentials. */
export function mediaApi(media: MediaStore, account: Account): Router {
  const router = express.Router({ caseSensitive: true });
  router.get(`/Accounts/${account.sid}/Recordings/:file`, (req, res, next) => {
    const [, sid, type] = fileName.exec(req.params.file) ?? [];
    if (!sid) return next();
    if (!isAuthorized(account, req.get('authorization'))) {
      res.set('WWW-Authenticate', 'Basic realm="Twilio API"');
      return sendXml(res, new RestError(401, 20003, 'Authenticate'));
    }
    return sendMedia(
      media,
      { sid, type, storage: 'twilio', channels: req.query['RequestedChannels'] },
      req.originalUrl,
      res,
    );
  });
  return router;
}

/** The external storage `/storage/{A}/{RE}`, which needs no credentials. */
export function externalStorage(media: MediaStore, account: Account): Router {
  const router = express.Router({ caseSensitive: true });
  router.get(`/${account.sid}/:file`, (req, res, next) => {
    const [, sid, type] = fileName.exec(req.params.file) ?? [];
    if (!sid) return next();
    return sendMedia(media, { sid, type, storage: 'external', channels: undefined }, req.originalUrl, res);
  });
  return router;
}

interface MediaRequest {
  sid: string;
  type: string | undefined;
  storage: 'twilio' | 'external';
  /** The `RequestedChannels` of the query. */
  channels: unknown;
}

async function sendMedia(
  media: MediaStore,
  { sid, type, storage, channels }: MediaRequest,
  target: string,
  res: Response,
) {
  const record = media.find(sid);
  const isHere = record && (record.storage === null) === (storage === 'twilio');
  if (!isHere) return sendXml(res, missing(target));
  const wanted = channels === undefined ? record.channels : Number(channels);
  if (wanted !== 1 && wanted !== 2)
    return sendXml(res, new RestError(400, 20001, 'Invalid parameter RequestedChannels'));
  const fault = media.nextFault(record);
  if (fault === 'late') return sendXml(res, missing(target));
  if (wanted > record.channels) return sendXml(res, new RestError(400, 21226, 'Requested channels are not available'));
  const audio = fileOf(record, wanted, type);
  res.set('Content-Type', audio.type);
  if (fault) return sendFaulty(res, fault, audio, { redirectTo: media.faults.settings.redirectTo, target });
  res.set('Content-Length', String(audio.size));
  // A download that the client aborts does not count as served.
  await pipeline(Readable.from(audio.pieces), res).then(
    () => media.recordServed(record),
    () => {},
  );
}

const missing = (target: string): RestError => notFound(target.replace(/\?.*$/s, ''));
