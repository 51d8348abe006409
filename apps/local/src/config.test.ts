import { expect, test } from '@jest/globals';
import { defaultSignatureCheck, portsFrom } from './config.ts';

test.each([
  [true, undefined, 'enforce'],
  [true, 'production', 'enforce'],
  [false, 'production', 'enforce'],
  [false, 'development', 'log'],
  [false, undefined, 'log'],
] as const)('with a simulator: %s, NODE_ENV=%s, signatures are checked by %s', (isSimulated, nodeEnv, check) =>
  expect(defaultSignatureCheck(isSimulated, nodeEnv ?? 'development')).toBe(check),
);

test('PORT_BASE moves every port, and one that is none moves nothing', () => {
  const ports = portsFrom('5000');
  expect(ports).toMatchObject({ INGEST_PORT: '5000', API_PORT: '5001', SIMULATOR_PORT: '5010', POSTGRES_PORT: '5029' });
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
  for (const base of [undefined, '', 'x', '-1']) expect(portsFrom(base)).toEqual({});
});
