import { expect, test } from '@jest/globals';
import pg from 'pg';
import { describeOutage, isRefusal } from './describe-outage.ts';
import { LoginRefusedError } from './open-database.ts';

const sqlstate = (code: string) => Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code });

test.each([
  [sqlstate('55P03'), 'lock'],
  [sqlstate('57014'), 'statement timeout'],
  [sqlstate('53100'), 'disk full'],
  [sqlstate('25006'), 'read-only'],
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
  [new Error('timeout exceeded when trying to connect'), 'unreachable'],
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
