import { z } from 'zod';
import { CIPHER } from './cipher.ts';

/** Raised when a program of before could not read what is written now. */
export const FORMAT = 1;

/** A backup whose header is written is whole: it is the last file. */
export const HEADER = 'backup.json';
export const MANIFEST = 'manifest';

const sha256 = z.string().regex(/^[\da-f]{64}$/);
const count = z.int().nonnegative();
const written = { bytes: count, sha256 };

/** In clear text, without personal data: says what the folder is and how to read the manifest. */
export const header = z.object({
  format: z.literal(FORMAT),
  id: z.uuid(),
  at: z.string(),
  cipher: z.enum([CIPHER, 'none']),
  keyCheck: z.string(),
  manifest: z.object(written),
});

const table = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: count,
  file: z.string(),
  ...written,
});

/** An object of the store. `file` is its copy in the backup, if it has one. `sizeBytes` and `objectSha256` are its own. */
const storedObject = z.object({
  key: z.string(),
  contentType: z.string().nullable(),
  sizeBytes: count,
  objectSha256: sha256,
  file: z.object({ path: z.string(), ...written }).nullable(),
});

export const manifest = z.object({
  /** The moment of the rows, by the database's clock. */
  at: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  circular: z.array(z.object({ table: z.string(), constraint: z.string() })),
  tables: z.array(table),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  days: z.array(z.string().regex(/^\d{8}$/)),
  /** Where the objects are: copied into the backup, or left in the store. */
  objects: z.object({
    how: z.enum(['copied', 'listed']),
    store: z.enum(['folder', 's3']),
    list: z.array(storedObject),
  }),
  /** Null: there was no spool folder on this machine. */
  spool: z.array(z.object({ name: z.string(), path: z.string(), ...written })).nullable(),
});

export type Header = z.output<typeof header>;
export type Manifest = z.output<typeof manifest>;
export type BackupTableFile = z.output<typeof table>;
export type StoredObject = z.output<typeof storedObject>;
