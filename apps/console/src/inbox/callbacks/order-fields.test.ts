import { expect, test } from '@jest/globals';
import { orderFields } from './order-fields.ts';

test('important fields come first, the others by name, and empty ones are only named', () => {
  const fields = {
    ToZip: '',
    ApiVersion: '2010-04-01',
    CallStatus: 'ringing',
    FromCity: '',
    AnsweredBy: 'human',
    CallSid: 'CA1',
  };
  expect(orderFields(fields)).toEqual({
    full: [
      ['CallSid', 'CA1'],
      ['CallStatus', 'ringing'],
      ['AnsweredBy', 'human'],
      ['ApiVersion', '2010-04-01'],
    ],
    empty: ['FromCity', 'ToZip'],
  });
});
