import { expect, test } from '@jest/globals';
import { faultOfCall, faultOfRecording } from './resource-fault.ts';

const call = { sid: 'CA1', status: 'completed', start_time: null, end_time: '', duration: '', price: null };

test.each([
  [{}, undefined],
  [{ start_time: 'Thu, 1 Jun 2017 20:48:32 +0000', duration: '15', price: '-8.5E-4' }, undefined],
  [{ status: 'on-hold' }, 'status: not a status of calls'],
  [{ status: 'COMPLETED' }, 'status: not a status of calls'],
  [{ start_time: 'yesterday' }, 'start_time: not a time'],
  [{ end_time: 'Tue, 31 Feb 2026 10:00:00 +0000' }, 'end_time: not a time'],
  [{ end_time: '1772000000' }, 'end_time: not a time'],
  [{ duration: '1:15' }, 'duration: not a whole number'],
  [{ price: 'free' }, 'price: not a number'],
])('of a call with %j: %s', (fields, fault) => expect(faultOfCall({ ...call, ...fields })).toBe(fault));

test.each([
  [{ status: 'paused', duration: '-1' }, undefined],
  [{ status: 'completed', duration: '2.5 s' }, 'duration: not a whole number'],
  [{ status: 'completed', start_time: '0000-00-00' }, 'start_time: not a time'],
])('of a recording with %j: %s', (fields, fault) => expect(faultOfRecording(fields)).toBe(fault));
