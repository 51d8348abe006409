import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Response, type Router } from 'express';
import { type Account, isAuthorized } from '../account.ts';
import { notFound, RestError } from '../rest/rest-error.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import type { MediaStore } from './media-store.ts';
import { mp3Of, mp3Size } from './mp3.ts';
import { sendXml, spoil } from './spoil.ts';
import { wavOf, wavSize } from './wav.ts';

const file = /^(RE[0-9a-f]{32})(\.wav|\.mp3)?$/;

/** The media of recordings below `/2010-04-01/Accounts/{A}`, for who has the account's credentials. */
export function mediaApi(media: MediaStore, account: Account): Router {
  const router = express.Router({ caseSensitive: true });
  router.get(`/Accounts/${account.sid}/Recordings/:file`, (req, res, next) => {
    const [, sid, type] = file.exec(req.params.file) ?? [];
    if (!sid) return next();
    if (!isAuthorized(account, req.get('authorization'))) {
      res.set('WWW-Authenticate', 'Basic realm="Twilio API"');
      return sendXml(res, new RestError(401, 20003, 'Authenticate'));
    }
    return serve(
      media,
      { sid, type, storage: 'twilio', channels: req.query['RequestedChannels'] },
      req.originalUrl,
      res,
    );
  });
  return router;
}

/** A store of the customer's own, which asks nobody for credentials: `/storage/{A}/{RE}`. */
export function externalStorage(media: MediaStore, account: Account): Router {
  const router = express.Router({ caseSensitive: true });
  router.get(`/${account.sid}/:file`, (req, res, next) => {
    const [, sid, type] = file.exec(req.params.file) ?? [];
    if (!sid) return next();
    return serve(media, { sid, type, storage: 'external', channels: undefined }, req.originalUrl, res);
  });
  return router;
}

interface Asked {
  sid: string;
  type: string | undefined;
  storage: 'twilio' | 'external';
  /** As the query has it. */
  channels: unknown;
}

async function serve(media: MediaStore, { sid, type, storage, channels }: Asked, target: string, res: Response) {
  const record = media.find(sid);
  const isHere = record && (record.storage === null) === (storage === 'twilio');
  if (!isHere) return sendXml(res, missing(target));
  const wanted = channels === undefined ? record.channels : Number(channels);
  if (wanted !== 1 && wanted !== 2)
    return sendXml(res, new RestError(400, 20001, 'Invalid parameter RequestedChannels'));
  const fault = media.suffer(record);
  if (fault === 'late') return sendXml(res, missing(target));
  if (wanted > record.channels) return sendXml(res, new RestError(400, 21226, 'Requested channels are not available'));
  const whole = wholeOf(record, type, wanted);
  res.set('Content-Type', whole.type);
  if (fault) return spoil(res, fault, whole, { redirectTo: media.faults.settings.redirectTo, target });
  res.set('Content-Length', String(whole.size));
  // Who goes away in the middle has not got it.
  await pipeline(Readable.from(whole.pieces), res).then(
    () => media.noteServed(record),
    () => {},
  );
}

const missing = (target: string): RestError => notFound(target.replace(/\?.*$/s, ''));

function wholeOf(record: RecordingRecord, type: string | undefined, channels: 1 | 2) {
  if (type === '.mp3') return { type: 'audio/mpeg', size: mp3Size(record), pieces: mp3Of(record) };
  return { type: 'audio/x-wav', size: wavSize(record, channels), pieces: wavOf(record, channels) };
}
