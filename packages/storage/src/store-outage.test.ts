import { expect, test } from '@jest/globals';
import { ObjectMissingError } from './storage.ts';
import { StalledStoreError, storeOutageOf } from './store-outage.ts';

const ofSystem = (code: string, errno = -1) =>
  Object.assign(new Error(`${code}: write`), { code, errno, syscall: 'write' });
const ofBucket = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

test.each([
  [ofSystem('ENOSPC'), 'full'],
  [ofSystem('EDQUOT'), 'full'],
  [ofSystem('EROFS'), 'read-only'],
  [ofSystem('EACCES'), 'access denied'],
  [ofSystem('EPERM'), 'access denied'],
  [ofSystem('EIO'), 'disk error'],
  [ofSystem('ENOTDIR'), 'missing'],
  [ofSystem('EMFILE'), 'too many open files'],
  [ofSystem('EFBIG'), 'other'],
  [new StalledStoreError('nothing for 10 s'), 'too slow'],
  [ofBucket('XMinioStorageFull', 507), 'full'],
  [ofBucket('Unknown', 507), 'full'],
  [ofBucket('AccessDenied', 403), 'access denied'],
  [ofBucket('Unknown', 403), 'access denied'],
  [ofBucket('NoSuchBucket', 404), 'missing'],
  [ofBucket('SlowDown', 503), 'too slow'],
  [ofBucket('InternalError', 500), 'unreachable'],
  [ofBucket('TimeoutError'), 'too slow'],
  [ofSystem('ECONNREFUSED'), 'unreachable'],
])('%s is an outage: %s', (error, cause) =>
  expect(storeOutageOf(error)).toEqual({ cause, remedy: expect.stringMatching(/\w/) }),
);

test.each([
  [ofBucket('EntityTooLarge', 400)],
  [new ObjectMissingError('gone')],
  [new TypeError('"../x" is not a valid object key')],
  [new Error('constructor')],
  [Object.assign(new Error(), { code: 'constructor' })],
  [undefined],
  ['ENOSPC'],
])('%s says nothing of the store', (error) => expect(storeOutageOf(error)).toBeUndefined());
