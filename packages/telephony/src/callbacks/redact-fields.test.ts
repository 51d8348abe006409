import { expect, test } from '@jest/globals';
import { redactFields } from './redact-fields.ts';

test('what a person typed or said, and the signature of a URL, is left out and named', () => {
  const fields = {
    CallSid: 'CA1',
    Digits: '4111111111111111',
    RecordingUrl: 'https://bucket.example.com/RE1.wav?X-Amz-Expires=60&X-Amz-Signature=abc',
    StatusCallback: 'https://calls.example.com/x?interview_id=7',
  };
  expect(redactFields(fields)).toEqual({
    fields: {
      ...fields,
      Digits: '[redacted]',
      RecordingUrl: 'https://bucket.example.com/RE1.wav?[redacted]',
    },
    redacted: ['Digits', 'RecordingUrl'],
  });
  expect(redactFields({ CallSid: 'CA1', From: ['a', 'b'] })).toMatchObject({ redacted: [] });
});
