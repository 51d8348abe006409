import { expect, test } from '@jest/globals';
import { signedUrl, signRequest } from './wire-request.ts';

const params = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
};
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';

test("the signature equals Twilio's published example", () => {
  expect(signRequest('12345', url, params)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
});

test('parameters are sorted by name: Reason comes before ReasonConferenceEnded', () => {
  const conference = { ...params, ReasonConferenceEnded: 'test', Reason: 'Participant' };
  expect(signRequest('12345', url, conference)).toBe('vOEb5UThFn24KEfnOFLQY2AE5FY=');
});

test.each([
  ['https://host/path?a=1#rc=5&rp=all', 'https://host/path?a=1'],
  ['https://host:8443/path', 'https://host/path'],
  ['http://host:4000/path', 'http://host:4000/path'],
  ['https://user:secret@host/a@b:1', 'https://host/a@b:1'],
  ['http://Host/a//b%2Bc/', 'http://Host/a//b%2Bc/'],
])('of %s Twilio signs %s', (configured, signed) => {
  expect(signedUrl(configured)).toBe(signed);
});
