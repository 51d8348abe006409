import { describe, expect, test } from '@jest/globals';
import { BASE_FORMS } from '../proofs/field/base-forms.ts';
import { readCorpus } from '../proofs/field/case.ts';
import { findDifference } from '../proofs/field/expectation.ts';
import { openSids } from '../proofs/field/placeholders.ts';
import { FORGED_TEXT } from '../proofs/fuzz/forgeries.ts';
import { makeForm, plantedForm } from '../proofs/fuzz/make-form.ts';

const corpus = readCorpus();

test('the corpus holds at least 150 inputs, three or more of each kind', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(150);
  for (const [kind, cases] of Map.groupBy(corpus, (field) => field.kind))
    expect([kind, cases.length >= 3]).toEqual([kind, true]);
});

test('every case sends, answers or lists something, from a base form that exists', () => {
  for (const { id, path, rest, model, webhook, base } of corpus) {
    expect([id, path ?? rest ?? model ?? webhook]).not.toEqual([id, undefined]);
    expect([id, base === undefined || base in BASE_FORMS]).toEqual([id, true]);
  }
});

test('a placeholder in a value is the same SID throughout a case, and another one in the next', () => {
  const [one, other] = [openSids(), openSids()];
  const given = { CANEW: 'CANEW', list: ['CANEW'] };
  expect(one.fillIn(given)).toEqual({ CANEW: one.of('CANEW'), list: [one.of('CANEW')] });
  expect(one.of('CANEW')).toMatch(/^CA[0-9a-f]{32}$/);
  expect([one.of('CANEW2'), other.of('CANEW')]).not.toContain(one.of('CANEW'));
});

describe('an expectation', () => {
  test.each<[string, unknown, unknown, string | null]>([
    ['compares the fields that it names', { a: 1 }, { a: 1, b: 2 }, null],
    ['names the path of a difference', { a: { b: 1 } }, { a: { b: 2 } }, 'a.b: expected 1, got 2'],
    ['takes any value of a list', ['x', null], null, null],
    ['refuses a value of no list', ['x', 'y'], 'z', ': expected ["x","y"], got "z"'],
    ['tells null from a missing value', null, undefined, ': expected null, got nothing'],
    ['does not find fields in null', { a: 1 }, null, ': expected {"a":1}, got null'],
    ['excludes values', { not: ['a', 'b'] }, 'c', null],
    ['excludes a value of its list', { not: ['a', 'b'] }, 'b', ': expected {"not":["a","b"]}, got "b"'],
    ['says which text is missing', { has: ['<a>', '<b>'] }, '<a>', ': expected {"has":["<b>"]}, got "<a>"'],
    ['says which text is unwanted', { lacks: ['<a>', '<b>'] }, '<a>', ': expected {"lacks":["<a>"]}, got "<a>"'],
    ['matches without regard to case', { matches: 'emergency' }, 'An Emergency call', null],
    ['bounds a number', { least: 1, most: 3 }, 4, ': expected {"least":1,"most":3}, got 4'],
    ['bounds nothing but a number', { most: 3 }, null, ': expected {"most":3}, got null'],
  ])('%s', (_what, expected, observed, difference) => {
    expect(findDifference(expected, observed)).toBe(difference);
  });
});

test('a seed makes the same forms again, in any order', () => {
  const forms = [3, 1, 2].map((n) => makeForm(7, n));
  expect(forms).toEqual([3, 1, 2].map((n) => makeForm(7, n)));
  expect(makeForm(8, 3)).not.toEqual(forms[0]);
});

test('no field that is read holds a forged value, but that of the planted form', () => {
  const read =
    /^(?:(?:Account|Call|ParentCall|DialCall|Recording|Conference)Sid|(?:Call|DialCall|Recording)Status|Direction|(?:Call|DialCall|Recording)?Duration|SequenceNumber|SipResponseCode|ErrorCode|ErrorMessage|Timestamp|Recording(?:StartTime|Url)|AnsweredBy|From|To)$/;
  const forged = new RegExp(FORGED_TEXT);
  const isForged = ({ pairs }: ReturnType<typeof makeForm>) =>
    pairs.some(([name, value]) => read.test(name) && forged.test(`"${name}": "${value}"`));
  const forms = Array.from({ length: 3000 }, (_, n) => makeForm(1, n));
  expect(forms.filter(isForged)).toEqual([]);
  expect(isForged(plantedForm())).toBe(true);
});
