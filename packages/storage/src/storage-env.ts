import { z } from 'zod';

/** Variables of every process that reads or writes recordings; all processes need the same values. */
export const storageEnv = {
  RECORDINGS_DIR: z
    .string()
    .default('.data/recordings')
    .describe('folder that keeps the recordings, unless S3_BUCKET does'),
  S3_BUCKET: z.string().min(3).optional().describe('bucket that keeps the recordings; it must not be public'),
  S3_ENDPOINT: z.url().optional().describe('the S3-compatible store of that bucket; Amazon’s when not given'),
  S3_REGION: z.string().default('us-east-1').describe('region of that bucket'),
  S3_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('key to that bucket; without it the credentials of the machine are used'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('secret of S3_ACCESS_KEY_ID'),
};

export type StorageConfig = z.output<z.ZodObject<typeof storageEnv>>;
