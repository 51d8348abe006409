import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import { RestError } from '../rest/rest-error.ts';
import { wavHeader } from './wav.ts';
import type { MediaFault } from './media-faults.ts';

interface MediaFile {
  size: number;
  pieces: Iterable<Buffer>;
}

/** Answers a request for media with a fault. */
export async function sendFaulty(
  res: Response,
  fault: Exclude<MediaFault, 'late'>,
  { size, pieces }: MediaFile,
  { redirectTo, target }: { redirectTo: string; target: string },
): Promise<void> {
  if (fault === 'redirect') return res.redirect(302, redirectTo + target);
  if (fault === 'unavailable') return sendXml(res, new RestError(503, 20503, 'Service Unavailable'));
  if (fault === 'gone') return sendXml(res, new RestError(410, 20410, 'Gone'));
  if (fault === 'empty') return sendWhole(res, wavHeader(0, 1));
  if (fault === 'shorter') return sendWhole(res, shorten(Buffer.concat([...pieces])));
  if (fault === 'xml') return void res.end(new RestError(404, 20404, 'The requested resource was not found').toXml());
  if (fault === 'wrongType') return void res.type('text/html').end('<html><body><h1>It works!</h1></body></html>');
  if (fault !== 'endless') res.set('Content-Length', String(size));
  res.flushHeaders();
  if (fault === 'endless') return void Readable.from(endless(pieces)).pipe(res);
  if (fault === 'slow') return void Readable.from(slowly(pieces)).pipe(res);
  const bytes = Buffer.concat([...pieces]);
  const share = fault === 'cut' ? 0.9 : 0.3;
  res.write(bytes.subarray(0, Math.floor(size * share)), () => {
    // A stalled response stays open until the client closes it.
    if (fault === 'cut') res.destroy();
  });
}

const sendWhole = (res: Response, file: Buffer): void => void res.set('Content-Length', String(file.length)).end(file);

/** A whole file with the first third of the sound. Encrypted bytes and MP3 are cut alike. */
function shorten(file: Buffer): Buffer {
  if (file.toString('latin1', 0, 4) !== 'RIFF') return file.subarray(0, Math.floor(file.length / 3));
  const channels = file.readUInt16LE(22) === 2 ? 2 : 1;
  const soundBytes = Math.floor(file.readUInt32LE(40) / 3);
  const whole = soundBytes - (soundBytes % (2 * channels));
  const headerBytes = file.length - file.readUInt32LE(40);
  return Buffer.concat([wavHeader(whole, channels), file.subarray(headerBytes, headerBytes + whole)]);
}

/** The whole file, then its last piece again and again. */
function* endless(pieces: Iterable<Buffer>): Generator<Buffer> {
  let last: Buffer = Buffer.alloc(16_000);
  for (const piece of pieces) yield (last = piece);
  for (;;) yield last;
}

/** The whole file in about two seconds. */
async function* slowly(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const all = [...pieces];
  for (const piece of all) {
    await sleep(2000 / all.length);
    yield piece;
  }
}

/** Answers with an error in XML, as Twilio does for media. */
export function sendXml(res: Response, error: RestError): void {
  res.status(error.status).type('application/xml').send(error.toXml());
}
