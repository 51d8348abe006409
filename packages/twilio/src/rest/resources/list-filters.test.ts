import { expect, test } from '@jest/globals';
import { callQuery, recordingQuery } from './list-filters.ts';

test('times are sent as whole UTC days, under names that end in < and >', () => {
  const from = new Date('2026-11-18T23:59:59.999Z');
  const to = new Date('2026-11-20T00:00:00+02:00');
  expect(callQuery({ startTimeFrom: from, startTimeTo: to, status: 'completed' })).toEqual({
    'StartTime>': '2026-11-18',
    'StartTime<': '2026-11-19',
    Status: 'completed',
    PageSize: 1000,
  });
  expect(recordingQuery({ dateCreatedFrom: from, dateCreatedTo: to, pageSize: 50 })).toEqual({
    'DateCreated>': '2026-11-18',
    'DateCreated<': '2026-11-19',
    PageSize: 50,
  });
});

test('a single day is sent as a date, since a range from a day to itself may be empty', () => {
  const [morning, evening] = [new Date('2026-11-19T00:00:00Z'), new Date('2026-11-19T23:59:59.999Z')];
  const day = { StartTime: '2026-11-19', PageSize: 1000 };
  expect(callQuery({ startTimeFrom: morning, startTimeTo: evening })).toEqual(day);
  expect(recordingQuery({ dateCreatedFrom: morning, dateCreatedTo: morning })).toEqual({
    DateCreated: '2026-11-19',
    PageSize: 1000,
  });
});
