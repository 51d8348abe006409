import S3rver from '@20minutes/s3rver';
import type { StorageConfig } from '@trunkline/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type S3Server = AsyncDisposable & { url: string; config: StorageConfig };

const BUCKET = 'recordings';

/**
 * Starts an S3 server with an empty bucket: it checks signatures, supports parts and ranges, and stores files. Of a listing
 * it expects a signature over `/bucket/`, where the SDK signs `/bucket`: tests of listings do without the check.
 */
export async function startS3Server({ checksSignatures = true } = {}): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'trunkline-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    allowMismatchedSignatures: !checksSignatures,
    directory,
    resetOnClose: false,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const { port } = await server.run();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    config: {
      RECORDINGS_DIR: directory,
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: url,
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
