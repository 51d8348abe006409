import type { RecordingRecord } from '../truth/recording-record.ts';

/** MPEG 2.5, layer III, 32 kbit/s, 8 kHz, one channel, no checksum. */
const frameHeader = Buffer.from([0xff, 0xe3, 0x48, 0xc0]);
const frameBytes = 288;
const frameSeconds = 0.072;
/** Side information of zeros makes a frame silent. */
const sideInfoBytes = 9;
const markAt = frameHeader.length + sideInfoBytes;

const frameCount = ({ durationSeconds }: RecordingRecord): number => Math.ceil((durationSeconds ?? 0) / frameSeconds);

export const mp3Size = (record: RecordingRecord): number => frameCount(record) * frameBytes;

/** A recording as a silent MP3. Each frame has the SID and its number in the ancillary data. */
export function* mp3Of(record: RecordingRecord): Generator<Buffer> {
  for (let number = 0; number < frameCount(record); number++) {
    const frame = Buffer.alloc(frameBytes);
    frameHeader.copy(frame);
    frame.write(record.sid, markAt, 'latin1');
    frame.writeUInt32BE(number, markAt + record.sid.length);
    yield frame;
  }
}

/** Finds the recording that a piece of an MP3 belongs to, and its range in seconds. */
export function findMp3Mark(bytes: Buffer): { sid: string; from: number; until: number } | undefined {
  const start = bytes.indexOf(frameHeader);
  if (start === -1 || bytes.length < start + frameBytes) return undefined;
  const sid = bytes.toString('latin1', start + markAt, start + markAt + 34);
  if (!/^RE[0-9a-f]{32}$/.test(sid)) return undefined;
  const first = bytes.readUInt32BE(start + markAt + 34);
  const count = Math.floor((bytes.length - start) / frameBytes);
  return { sid, from: first * frameSeconds, until: (first + count) * frameSeconds };
}
