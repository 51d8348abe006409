import type { S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import type { StorageConfig } from './storage-env.ts';
import { checkedKey, ObjectMissingError, type Storage } from './storage.ts';

/** The least that S3 takes as a part; it bounds the memory of a put. */
const PART_BYTES = 5 * 1024 * 1024;
const TIMEOUTS = { connectionTimeout: 5000, requestTimeout: 30_000, socketTimeout: 30_000 };

/**
 * A bucket. Small objects go in one request and large ones in parts, so an object becomes visible by the last request only.
 * What a killed process leaves of parts is invisible, but paid for: give the bucket a rule that aborts incomplete uploads.
 */
export function openBucket(config: StorageConfig & { S3_BUCKET: string }): Storage {
  let opened: ReturnType<typeof openClient> | undefined;
  const open = () => (opened ??= openClient(config)); // the SDK takes 30 MB and half a second: only for those who need it
  const at = (key: string) => ({ Bucket: config.S3_BUCKET, Key: checkedKey(key) });

  return {
    kind: 's3',
    async put(key, content, contentType) {
      const params = { ...at(key), Body: content, ContentType: contentType };
      content.on('error', () => {}); // it may fail before anybody reads it; it is told below
      try {
        const { client, Upload } = await open();
        await new Upload({ client, params, partSize: PART_BYTES, queueSize: 1 }).done();
      } catch (error) {
        throw content.errored ?? error; // not what came of tidying up after it
      } finally {
        content.destroy();
      }
    },
    async get(key, range) {
      const { client, GetObjectCommand } = await open();
      const asked = range && { Range: `bytes=${range.start}-${range.end}` };
      const { Body } = await client.send(new GetObjectCommand({ ...at(key), ...asked })).catch(missing(key));
      return Body as Readable;
    },
    async stat(key) {
      const { client, HeadObjectCommand } = await open();
      const head = await client.send(new HeadObjectCommand(at(key))).catch(undefinedIfMissing);
      return head && { sizeBytes: head.ContentLength ?? 0 };
    },
    async delete(key) {
      const { client, DeleteObjectCommand } = await open();
      await client.send(new DeleteObjectCommand(at(key)));
    },
    [Symbol.dispose]: () => void opened?.then(({ client }) => client.destroy()).catch(() => {}),
  };
}

async function openClient({ S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: StorageConfig) {
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  const client: S3Client = new sdk.S3Client({
    region: S3_REGION,
    maxAttempts: 2,
    requestHandler: TIMEOUTS,
    // Checksums that a request did not ask for are what other makers' stores refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(S3_ENDPOINT && { endpoint: S3_ENDPOINT, forcePathStyle: true }),
    ...(S3_ACCESS_KEY_ID && {
      credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY ?? '' },
    }),
  });
  return { ...sdk, Upload, client };
}

const isMissing = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes((error as Error).name);

const missing =
  (key: string) =>
  (error: unknown): never => {
    throw isMissing(error) ? new ObjectMissingError(`There is no object ${key}`, { cause: error }) : error;
  };

function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
