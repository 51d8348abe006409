import { openBucket } from './open-bucket.ts';
import { openFolder } from './open-folder.ts';
import type { StorageConfig } from './storage-env.ts';
import type { Storage } from './storage.ts';

/** Opens the store that the environment names. Nothing is accessed before the first use. */
export const openStorage = (config: StorageConfig): Storage =>
  config.S3_BUCKET === undefined
    ? openFolder(config.RECORDINGS_DIR)
    : openBucket({ ...config, S3_BUCKET: config.S3_BUCKET });
