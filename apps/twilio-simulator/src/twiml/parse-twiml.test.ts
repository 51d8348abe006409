import { expect, test } from '@jest/globals';
import { parseTwiml } from './parse-twiml.ts';

test('verbs are in order, with attributes, text and nouns', () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
    <Response><Say>Hallo &amp; willkommen</Say><Dial timeout="60" action="/a?x=1&amp;y=2"><Number>+15085550100</Number></Dial><Hangup/></Response>`;
  const verbs = parseTwiml(xml) ?? [];
  expect(verbs.map(({ name }) => name)).toEqual(['Say', 'Dial', 'Hangup']);
  expect(verbs[0]?.text).toBe('Hallo & willkommen');
  expect(verbs[1]?.attributes).toEqual({ timeout: '60', action: '/a?x=1&y=2' });
  expect(verbs[1]?.children).toMatchObject([{ name: 'Number', text: '+15085550100' }]);
});

test('an empty response is a document without verbs', () => {
  expect(parseTwiml('<Response/>')).toEqual([]);
});

test.each(['', 'Hello', '{"status":"ok"}', '<response/>', '<Response><Say></Response>', '<html><body/></html>'])(
  '%j is not TwiML',
  (text) => {
    expect(parseTwiml(text)).toBeUndefined();
  },
);
