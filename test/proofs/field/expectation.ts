/**
 * The first difference between an expectation and what was observed, or null. An object is compared by the fields that it
 * names, a list means one of its values, and an object with one of these names is a test: `not` (a value), `has` and
 * `lacks` (texts), `matches` (a regular expression), `least` and `most` (numbers).
 */
export function findDifference(expected: unknown, observed: unknown, path = ''): string | null {
  if (isTest(expected))
    return passes(expected, observed) ? null : complaint(failing(expected, observed), observed, path);
  if (Array.isArray(expected))
    return expected.some((one) => findDifference(one, observed) === null) ? null : complaint(expected, observed, path);
  if (!isObject(expected)) return expected === observed ? null : complaint(expected, observed, path);
  if (!isObject(observed)) return complaint(expected, observed, path);
  for (const [name, value] of Object.entries(expected)) {
    const difference = findDifference(value, observed[name], path === '' ? name : `${path}.${name}`);
    if (difference !== null) return difference;
  }
  return null;
}

type Tests = { not?: unknown; has?: string[]; lacks?: string[]; matches?: string; least?: number; most?: number };

const TESTS = ['not', 'has', 'lacks', 'matches', 'least', 'most'];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isTest = (value: unknown): value is Tests =>
  isObject(value) && !Array.isArray(value) && Object.keys(value).some((name) => TESTS.includes(name));

function passes(tests: Tests, observed: unknown): boolean {
  const text = typeof observed === 'string' ? observed : JSON.stringify(observed ?? '');
  if ('not' in tests && findDifference(tests.not, observed) === null) return false;
  if (tests.has?.some((part) => !text.includes(part))) return false;
  if (tests.lacks?.some((part) => text.includes(part))) return false;
  if (tests.matches !== undefined && !new RegExp(tests.matches, 'i').test(text)) return false;
  if (tests.least !== undefined && !(typeof observed === 'number' && observed >= tests.least)) return false;
  return tests.most === undefined || (typeof observed === 'number' && observed <= tests.most);
}

/** Of `has` and `lacks` the texts at fault: the rest of a document is no help. */
function failing(tests: Tests, observed: unknown): Tests {
  const { has, lacks } = tests;
  const missing = has?.filter((part) => !passes({ has: [part] }, observed)) ?? [];
  const unwanted = lacks?.filter((part) => !passes({ lacks: [part] }, observed)) ?? [];
  if (missing.length + unwanted.length === 0) return tests;
  return { ...(missing.length > 0 && { has: missing }), ...(unwanted.length > 0 && { lacks: unwanted }) };
}

const complaint = (expected: unknown, observed: unknown, path: string): string =>
  `${path}: expected ${short(expected)}, got ${short(observed)}`;

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 240 ? `${text.slice(0, 240)}…` : text;
}
