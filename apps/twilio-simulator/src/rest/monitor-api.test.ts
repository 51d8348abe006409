import { expect, test } from '@jest/globals';
import { violations } from '../../../../test/support/twilio/open-api/judge.ts';
import { startTestServer } from '../../test/server.ts';
import type { Fields } from '../configuration/configured-kinds.ts';

test('alerts are listed by page, time and level, in the form of Twilio’s OpenAPI document', async () => {
  await using api = await startTestServer();
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 30, 12, minute)).toISOString();
  await api.put('/simulator/account', {
    alerts: [
      { error_code: 11200, date_generated: at(30), request_url: 'https://calls.example.com/voice' },
      { error_code: '15003', date_generated: at(20), log_level: 'warning' },
      { error_code: '12100', date_generated: at(10) },
    ],
  });
  const list = async (query = '') => {
    const { body } = await api.get(`/v1/Alerts${query}`);
    return body as { alerts: Fields[]; meta: { next_page_url: string | null } };
  };
  const codes = async (query?: string) => (await list(query)).alerts.map((alert) => alert['error_code']);
  expect((await list()).alerts.flatMap((alert) => violations('alert', alert))).toEqual([]);
  expect(await codes()).toEqual(['11200', '15003', '12100']);
  expect(await codes(`?StartDate=${at(15)}`)).toEqual(['11200', '15003']);
  expect(await codes(`?StartDate=${at(15)}&EndDate=${at(25)}`)).toEqual(['15003']);
  expect(await codes('?LogLevel=error')).toEqual(['11200', '12100']);
  const { meta } = await list('?PageSize=2');
  expect(await codes(new URL(meta.next_page_url!).search)).toEqual(['12100']);
  expect(await api.get('/v1/Alerts', {})).toMatchObject({ status: 401 });
  expect(await api.get('/v1/Alerts?StartDate=yesterday')).toMatchObject({ status: 400, body: { code: 20001 } });
});
