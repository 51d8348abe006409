import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from '@jest/globals';
import { readEnv } from '@trunkline/service';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { localEnv } from '../../apps/local/src/config.ts';
import { listComposeVariables } from '../support/compose/compose-file.ts';
import { envExample } from '../support/compose/env-example.ts';

const text = readFileSync(join(CHECKOUT, '.env.example'), 'utf8');
const names = [...text.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);

test('.env.example matches the schemas; npm run env:example updates it', () => {
  expect(text).toBe(envExample());
});

test('every variable is in .env.example exactly once', () => {
  expect(names).toEqual([...new Set(names)]);
});

test('every variable of the compose file is in .env.example, and required ones are empty', () => {
  const variables = listComposeVariables();
  expect(names).toEqual(expect.arrayContaining(variables.map(({ name }) => name)));
  const insisted = variables.filter(({ isRequired }) => isRequired).map(({ name }) => [name, '']);
  expect(parseEnv(text)).toMatchObject(Object.fromEntries(insisted));
});

test('an unchanged copy of .env.example does not keep npm start from starting', () => {
  expect(readEnv(localEnv, parseEnv(text))).toEqual(readEnv(localEnv, {}));
});
