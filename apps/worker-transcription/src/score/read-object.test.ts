import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { readObject, withoutReasoning } from './read-object.ts';

const schema = z.object({ score: z.number(), feedback: z.string() });
const OBJECT = { score: 7, feedback: 'Says {so} "plainly": </think> ```' };
const json = JSON.stringify(OBJECT);

test.each([
  ['alone', json],
  ['in a fence', `\`\`\`json\n${json}\n\`\`\``],
  ['in a fence without a language', `\`\`\`\n${json}\n\`\`\``],
  ['in prose', `Here you are: ${json}\nI hope {this} helps.`],
  ['behind a byte order mark', `\uFEFF${json}`],
  ['behind reasoning', `<think>Maybe {"score": 3, "feedback": "x"}?</think>\n${json}`],
  ['behind reasoning whose opening tag is in the prompt', `Maybe {"score": 3, "feedback": "x"}?\n</think>\n${json}`],
  [
    'in the last channel',
    `<|channel|>analysis<|message|>{"score": 1, "feedback": "x"}<|end|><|channel|>final<|message|>${json}`,
  ],
  ['over many lines', JSON.stringify(OBJECT, null, 2)],
  ['with commas behind the last items', `{"score": 7, "feedback": ${JSON.stringify(OBJECT.feedback)},\n}`],
  ['twice', `${json}\n\n${json}`],
  ['in a list', `[${json}]`],
  ['with more than was asked for', JSON.stringify({ ...OBJECT, reasoning: 'none' })],
  ['behind an echo of the question', `{"question": "Q?", "transcript": "{"}\n${json}`],
])('an object is read %s', (_, written) => expect(readObject(written, schema)).toEqual(OBJECT));

test.each([
  ['no JSON', 'I would say seven.'],
  ['half of it', json.slice(0, -5)],
  ['another schema', '{"score": "7", "feedback": "x"}'],
  ['two different objects', `${json} or rather {"score": 10, "feedback": "x"}`],
  ['reasoning that never ends', `<think>I would say ${json}`],
  ['nothing', ''],
])('%s is nothing', (_, written) => expect(readObject(written, schema)).toBeUndefined());

test('any object survives any prose around it that has no braces', () => {
  const prose = fc.string().map((text) => text.replaceAll(/[{}<|]/g, ''));
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      prose,
      prose,
      (score, feedback, before, behind) => {
        const object = JSON.parse(JSON.stringify({ score, feedback })) as object;
        expect(readObject(`${before.replaceAll('"', '')}${JSON.stringify(object)}${behind}`, schema)).toEqual(object);
      },
    ),
  );
});

test('text of braces alone is read in time', () => {
  expect(readObject('{'.repeat(50_000), schema)).toBeUndefined();
});

test('what a model wrote for itself is removed, and what it quotes is not', () => {
  expect(withoutReasoning(json)).toBe(json);
  expect(withoutReasoning(`<think>{no}</think>Here: ${json}`)).toBe(`Here: ${json}`);
});
