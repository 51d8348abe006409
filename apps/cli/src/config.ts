import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commaList, countryEnv, readEnv, secretString } from '@trunkline/service';
import { storageEnv, type StorageConfig } from '@trunkline/storage';
import { setDefaultCountry } from '@trunkline/telephony/numbers';
import { z } from 'zod';
import { API_PORT, CHECKOUT, loadCheckoutEnv } from './checkout.ts';

/** Variables that only commands read. */
export const commandEnv = z.object({
  BACKUP_KEY: secretString(32)
    .optional()
    .describe(
      'encrypts what npx trunkline backup writes; a restore needs the same, so keep it elsewhere than the backups',
    ),
});

/** The environment of all commands; without DATABASE_URL they use the database of `npm start`. */
const cliEnv = z.object({
  DATABASE_URL: z.url().optional(),
  DATA_DIR: z.string().default('.data'),
  POSTGRES_PORT: z.coerce.number().int().min(1).max(65_535).default(54_329),
  API_PORT: z.coerce.number().int().min(1).max(65_535).default(API_PORT),
  API_BASE_URL: z.url().optional(),
  SIMULATOR_PORT: z.coerce.number().int().min(1).max(65_535).default(4010),
  API_KEYS: commaList,
  OWNED_PHONE_NUMBERS: commaList.default(new Set(['+16175006181'])),
  ...countryEnv,
  ...storageEnv,
  SPOOL_DIR: z.string().default('.data/spool'),
  ...commandEnv.shape,
});

export type CliConfig = {
  databaseUrl: string;
  ownedNumbers: ReadonlySet<string>;
  /** The API of `npm start` on this machine. */
  apiUrl: string;
  /** The API as browsers reach it, without a slash at the end. */
  siteUrl: string;
  simulatorUrl: string;
  apiKey: string | undefined;
  /** The store of worker-recording. */
  storage: StorageConfig;
  /** The spool folder of ingest on this machine. */
  spoolDir: string;
  /** Encrypts backups. */
  backupKey: string | undefined;
};

/** The database of `npm start`, which keeps its password in its data folder. */
function embeddedUrl(dataDir: string, port: number): string {
  const url = new URL(`postgresql://postgres@127.0.0.1:${port}/trunkline`);
  const file = resolve(CHECKOUT, dataDir, 'postgres.password');
  if (existsSync(file)) url.password = readFileSync(file, 'utf8').trim();
  return url.href;
}

/** Reads the environment, and sets the default country; variables that it does not set come from `.env` of the checkout. */
export function readConfig(): CliConfig {
  loadCheckoutEnv();
  const env = readEnv(cliEnv);
  setDefaultCountry(env.DEFAULT_COUNTRY);
  const apiUrl = `http://127.0.0.1:${env.API_PORT}`;
  return {
    databaseUrl: env.DATABASE_URL ?? embeddedUrl(env.DATA_DIR, env.POSTGRES_PORT),
    ownedNumbers: env.OWNED_PHONE_NUMBERS,
    apiUrl,
    siteUrl: (env.API_BASE_URL ?? apiUrl).replace(/\/+$/, ''),
    simulatorUrl: `http://127.0.0.1:${env.SIMULATOR_PORT}`,
    apiKey: [...env.API_KEYS][0],
    storage: env,
    spoolDir: env.SPOOL_DIR,
    backupKey: env.BACKUP_KEY,
  };
}
