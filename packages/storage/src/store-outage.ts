/** Why the store does not do its work, and what to do about it. */
export type StoreOutage = { cause: StoreOutageCause; remedy: string };
export type StoreOutageCause = keyof typeof REMEDIES;

const REMEDIES = {
  full: 'make room in RECORDINGS_DIR or raise the quota, of the bucket where there is one',
  'read-only': 'mount the disk of RECORDINGS_DIR writable; if the kernel did this, check the disk first',
  'access denied': 'let the user of this process write to RECORDINGS_DIR, or correct S3_ACCESS_KEY_ID and its rights',
  'disk error': 'check the disk of RECORDINGS_DIR: the log of the kernel names the fault',
  missing: 'create or mount RECORDINGS_DIR, or correct S3_BUCKET and S3_REGION',
  'too many open files': 'raise the limit of open files of this process',
  'too slow': 'look at the load and the health of the disk or the network of the store',
  unreachable: 'start the store, or correct S3_ENDPOINT',
  other: 'read the error in the line, and look at the store',
} as const;

/** A write that makes no progress; it may still succeed. */
export class StalledStoreError extends Error {
  override readonly name = 'StalledStoreError';
}

/** By `code` of Node and by `name` of the SDK. */
const BY_CODE: Readonly<Record<string, StoreOutageCause>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  XMinioStorageFull: 'full',
  InsufficientStorage: 'full',
  QuotaExceeded: 'full',
  EROFS: 'read-only',
  EACCES: 'access denied',
  EPERM: 'access denied',
  AccessDenied: 'access denied',
  InvalidAccessKeyId: 'access denied',
  SignatureDoesNotMatch: 'access denied',
  CredentialsProviderError: 'access denied',
  EIO: 'disk error',
  ENXIO: 'disk error',
  ENODEV: 'disk error',
  EUCLEAN: 'disk error',
  ESTALE: 'disk error',
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  NoSuchBucket: 'missing',
  NotFound: 'missing',
  PermanentRedirect: 'missing',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  StalledStoreError: 'too slow',
  TimeoutError: 'too slow',
  SlowDown: 'too slow',
  EBUSY: 'too slow',
  ETIMEDOUT: 'too slow',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
};

type StoreError = { code?: unknown; errno?: unknown; name?: unknown; $metadata?: { httpStatusCode?: number } };

/**
 * The outage that an error of the store stands for: it says nothing about the object. Undefined where the store works and
 * refuses this object, and for errors that are none of the store's.
 */
export function storeOutageOf(error: unknown): StoreOutage | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const cause = causeOf(error);
  return cause && { cause, remedy: REMEDIES[cause] };
}

function causeOf({ code, errno, name, $metadata }: StoreError): StoreOutageCause | undefined {
  for (const key of [code, name]) if (typeof key === 'string' && Object.hasOwn(BY_CODE, key)) return BY_CODE[key];
  if ($metadata) return byStatus($metadata.httpStatusCode);
  return typeof errno === 'number' ? 'other' : undefined; // of the operating system
}

function byStatus(status = 0): StoreOutageCause | undefined {
  if (status === 401 || status === 403) return 'access denied';
  if (status === 404) return 'missing';
  if (status === 507) return 'full';
  if (status === 408 || status === 429 || status === 503) return 'too slow';
  return status >= 500 || status === 0 ? 'unreachable' : undefined;
}
