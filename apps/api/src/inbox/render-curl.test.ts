import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { renderCurl } from './render-curl.ts';

const origin = 'https://calls.example.com/';

test('a callback is a command that sends its fields as a form, repeated ones twice, without a secret', () => {
  const fields = { CallSid: 'CA1', From: '+1508 514', Note: "it's", Twice: ['a', 'b'] };
  expect(renderCurl({ origin, rawTarget: '/twilio-status?candidate_id=7', fields })).toBe(
    `curl -X POST 'https://calls.example.com/twilio-status?candidate_id=7' \\
  -H "X-Twilio-Signature: $TWILIO_SIGNATURE" \\
  --data-urlencode 'CallSid=CA1' \\
  --data-urlencode 'From=+1508 514' \\
  --data-urlencode 'Note=it'\\''s' \\
  --data-urlencode 'Twice=a' \\
  --data-urlencode 'Twice=b'`,
  );
});

test('fields with an inside are sent as JSON', () => {
  const command = renderCurl({ origin, rawTarget: '/x', fields: { a: { b: 1 } } });
  expect(command).toContain(`-H 'Content-Type: application/json' \\\n  --data-raw '{"a":{"b":1}}'`);
});

test.each(["'; touch /tmp/x; '", '$(id)', '`id`', 'a\nb', '\\'])('a shell reads %j as text', (value) => {
  const command = renderCurl({ origin, rawTarget: `/x?${value}`, fields: { [`N${value}`]: value } });
  const script = `curl() { printf '%s\\0' "$@"; }; ${command}`;
  const read = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0');
  expect(read[2]).toBe(`https://calls.example.com/x?${value}`);
  expect(read[6]).toBe(`${encodeURIComponent(`N${value}`)}=${value}`);
});
