import type { S3 } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import type { StorageConfig } from './storage-env.ts';
import { checkedKey, ObjectMissingError, type Storage } from './storage.ts';
import { uploadInParts } from './upload-in-parts.ts';

const TIMEOUTS = { connectionTimeout: 5000, requestTimeout: 30_000, socketTimeout: 30_000 };

/**
 * A bucket. A small object is one request, a large one is sent in parts; it becomes visible with the last request only.
 * Parts that a killed process leaves are invisible, but cost money: give the bucket a rule that aborts incomplete uploads.
 */
export function openBucket(config: StorageConfig & { S3_BUCKET: string }): Storage {
  let opened: Promise<S3> | undefined;
  const open = () => (opened ??= openClient(config)); // on first use: loading the SDK costs 30 MB and half a second
  const at = (key: string) => ({ Bucket: config.S3_BUCKET, Key: checkedKey(key) });

  return {
    kind: 's3',
    async put(key, pieces, contentType) {
      const object = { ...at(key), ContentType: contentType };
      await uploadInParts(await open(), object, pieces);
    },
    async create(key, bytes, contentType) {
      const s3 = await open();
      if (await s3.headObject(at(key)).catch(undefinedIfMissing)) return false; // stores of other vendors may ignore the condition
      const object = { ...at(key), ContentType: contentType, Body: bytes, IfNoneMatch: '*' };
      return s3.putObject(object).then(() => true, falseIfPresent);
    },
    async list(folder, after) {
      const s3 = await open();
      const request = { Bucket: config.S3_BUCKET, Prefix: `${checkedKey(folder)}/`, Delimiter: '/', StartAfter: after };
      const keys: string[] = [];
      for (let ContinuationToken: string | undefined; ;) {
        const page = await s3.listObjectsV2({ ...request, ContinuationToken });
        keys.push(...(page.Contents ?? []).map(({ Key }) => Key!));
        if (!page.IsTruncated) return keys.toSorted();
        ContinuationToken = page.NextContinuationToken;
      }
    },
    async get(key, range) {
      const s3 = await open();
      const asked = range && { Range: `bytes=${range.start}-${range.end}` };
      const { Body } = await s3.getObject({ ...at(key), ...asked }).catch(missing(key));
      return Body as Readable;
    },
    async stat(key) {
      const s3 = await open();
      const head = await s3.headObject(at(key)).catch(undefinedIfMissing);
      return head && { sizeBytes: head.ContentLength ?? 0 };
    },
    tryWrite: () => Promise.resolve(), // rights may allow objects alone, and a tried one could be kept as a version
    async delete(key) {
      const s3 = await open();
      await s3.deleteObject(at(key));
    },
    [Symbol.dispose]: () => void opened?.then((s3) => s3.destroy()).catch(() => {}),
  };
}

async function openClient(config: StorageConfig): Promise<S3> {
  const { S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config;
  const sdk = await import('@aws-sdk/client-s3');
  return new sdk.S3({
    region: S3_REGION,
    maxAttempts: 2,
    requestHandler: TIMEOUTS,
    // Other vendors' stores refuse checksums that a request did not ask for.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(S3_ENDPOINT && { endpoint: S3_ENDPOINT, forcePathStyle: true }),
    ...(S3_ACCESS_KEY_ID && {
      credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY ?? '' },
    }),
  });
}

const isMissing = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes((error as Error).name);

const missing =
  (key: string) =>
  (error: unknown): never => {
    throw isMissing(error) ? new ObjectMissingError(`There is no object ${key}`, { cause: error }) : error;
  };

/** 412, or 409 where another request stores it right now. */
function falseIfPresent(error: unknown): false {
  if (['PreconditionFailed', 'ConditionalRequestConflict'].includes((error as Error).name)) return false;
  throw error;
}

function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
