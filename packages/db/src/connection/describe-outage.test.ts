import { expect, test } from '@jest/globals';
import pg from 'pg';
import { describeOutage, isOutage, isRefusal, isTransient, outageOf } from './describe-outage.ts';
import { LoginRefusedError } from './open-database.ts';

const sqlstate = (code: string) => Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code });

/** As Postgres reports a fault of its own files. */
const ofFile = (code: string, words: string, file = 'md.c') =>
  Object.assign(new pg.DatabaseError(`could not extend file "base/5/1259": ${words}`, 7, 'error'), { code, file });
const noRight = Object.assign(new pg.DatabaseError('permission denied for table calls', 7, 'error'), {
  code: '42501',
  file: 'aclchk.c',
});

test.each([
  [sqlstate('55P03'), 'lock'],
  [sqlstate('57014'), 'statement timeout'],
  [sqlstate('53100'), 'disk full'],
  [ofFile('53100', 'No space left on device'), 'disk full'],
  [ofFile('XX000', 'Disk quota exceeded', 'fd.c'), 'disk full'],
  [sqlstate('25006'), 'read-only'],
  [ofFile('42501', 'Read-only file system'), 'read-only'],
  [ofFile('42501', 'Permission denied', 'fd.c'), 'disk error'],
  [ofFile('58030', 'Input/output error'), 'disk error'],
  [ofFile('58P01', 'No such file or directory'), 'disk error'],
  [sqlstate('XX001'), 'disk error'],
  [sqlstate('53200'), 'out of memory'],
  [noRight, 'other'],
  [sqlstate('53300'), 'no connection slots'],
  [sqlstate('28P01'), 'login refused'],
  [sqlstate('57P03'), 'unreachable'],
  [sqlstate('08006'), 'unreachable'],
  [sqlstate('XX000'), 'other'],
  [new LoginRefusedError('Triggers are off'), 'login refused'],
  [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 'unreachable'],
  [new Error('Query read timeout'), 'too slow'],
  [new Error('not committed within 900 ms'), 'too slow'],
  [new Error('Connection terminated unexpectedly'), 'unreachable'],
  [new Error('timeout exceeded when trying to connect'), 'no answer'], // for a connection of the pool
  [new Error('Connection terminated due to connection timeout'), 'no answer'],
  [null, 'other'],
])('%s is %s', (error, cause) => expect(describeOutage(error)).toEqual({ cause, remedy: expect.stringMatching(/\w/) }));

test.each([
  [sqlstate('22P05'), true],
  [sqlstate('23505'), true],
  [sqlstate('54000'), true],
  [sqlstate('23514'), false], // no partition
  [sqlstate('42P01'), false], // the schema is not there yet
  [sqlstate('42501'), false],
  [sqlstate('53100'), false],
  [new Error('Query read timeout'), false],
])('that Postgres refuses the values by %s: %j', (error, expected) => expect(isRefusal(error)).toBe(expected));

test.each([
  [sqlstate('53100'), true],
  [sqlstate('53200'), true],
  [sqlstate('25006'), true],
  [ofFile('42501', 'Read-only file system'), true],
  [ofFile('XX000', 'Disk quota exceeded'), true],
  [sqlstate('58030'), true],
  [new Error('Connection terminated due to connection timeout'), true],
  [noRight, false],
  [sqlstate('22P05'), false],
])('that Postgres is the cause of %s, whatever the work was: %j', (error, expected) =>
  expect([isOutage(error), isTransient(error)]).toEqual([expected, expected]),
);

const ofClass = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  [sqlstate('53100'), 'disk full'],
  [new Error('Query read timeout'), 'too slow'],
  [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 'unreachable'],
  [sqlstate('55P03'), undefined], // of one row: others go on
  [noRight, undefined],
  [ofClass('QueueUnavailableError', 'The queue is not connected yet'), undefined],
  [ofClass('TwilioRequestError', 'connect timeout'), undefined],
  [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' }), undefined],
  [undefined, undefined],
])('a worker says of %s that work waits for Postgres: %s', (error, cause) =>
  expect(outageOf(error)?.cause).toBe(cause),
);
