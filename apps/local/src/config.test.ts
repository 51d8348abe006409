import { expect, test } from '@jest/globals';
import { defaultSignatureCheck } from './config.ts';

test.each([
  [true, undefined, 'enforce'],
  [true, 'production', 'enforce'],
  [false, 'production', 'enforce'],
  [false, 'development', 'log'],
  [false, undefined, 'log'],
] as const)('with a simulator: %s, NODE_ENV=%s, signatures are checked by %s', (isSimulated, nodeEnv, check) =>
  expect(defaultSignatureCheck(isSimulated, nodeEnv ?? 'development')).toBe(check),
);
