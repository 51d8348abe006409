import type { CompletedPart, S3 } from '@aws-sdk/client-s3';

/** The smallest part that S3 accepts; it bounds the memory of an upload. */
const PART_BYTES = 5 * 1024 * 1024;
/** Reused buffers: as garbage, parts would grow to hundreds of megabytes before they are collected. */
const spare: Buffer[] = [];

type ObjectToBe = { Bucket: string; Key: string; ContentType: string };

/**
 * Uploads an object of unknown size: a small one in one request, a large one in parts, so that it becomes visible by the
 * last request only.
 */
export async function uploadInParts(s3: S3, object: ObjectToBe, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const { ContentType: _, ...target } = object;
  const part = spare.pop() ?? Buffer.allocUnsafeSlow(PART_BYTES);
  const sent: CompletedPart[] = [];
  let UploadId: string | undefined;
  const send = async (Body: Buffer): Promise<void> => {
    UploadId ??= (await s3.createMultipartUpload(object)).UploadId!;
    const PartNumber = sent.length + 1;
    const { ETag } = await s3.uploadPart({ ...target, UploadId, PartNumber, Body });
    sent.push({ PartNumber, ETag });
  };
  try {
    const rest = await sendFull(part, pieces, send);
    if (UploadId !== undefined && rest.length > 0) await send(rest);
    if (UploadId === undefined) await s3.putObject({ ...object, Body: rest });
    else await s3.completeMultipartUpload({ ...target, UploadId, MultipartUpload: { Parts: sent } });
  } catch (error) {
    if (UploadId !== undefined) await s3.abortMultipartUpload({ ...target, UploadId }).catch(() => {});
    throw error; // the buffer is not reused: a failed request may still be sending it
  }
  spare.push(part);
}

/** Fills the part from the pieces and sends it whenever it is full; returns the unsent rest. */
async function sendFull(
  part: Buffer,
  pieces: AsyncIterable<Uint8Array>,
  send: (part: Buffer) => Promise<void>,
): Promise<Buffer> {
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + part.length - filled);
      part.set(taken, filled);
      at += taken.length;
      filled += taken.length;
      if (filled < part.length) continue;
      await send(part);
      filled = 0;
    }
  }
  return part.subarray(0, filled);
}
