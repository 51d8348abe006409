import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { policyPage, POLICY_PAGE } from '../../prisma/policy-page.ts';
import { readColumns } from '../../prisma/read-columns.ts';

test('docs/policy.md matches the policy table; npm run policy:docs updates it', () => {
  expect(readFileSync(POLICY_PAGE, 'utf8')).toBe(policyPage());
});

test('the page lists columns hidden from clients, and columns hidden from every role', () => {
  const lines = policyPage().split('## Hidden columns')[1]!.split('\n');
  expect(lines.find((line) => line.startsWith('| `calls`') && line.includes('reader, client'))).toMatch(/\bprice\b/);
  expect(lines.find((line) => line.startsWith('| `api_keys`') && line.includes('superadmin'))).toMatch(/secret_hash/);
});

test('columns have their names of the database, and relations are no columns', () => {
  const schema =
    'model Call {\n  id    BigInt @id\n  toNumber String? @map("to_number")\n  order Order? @relation(fields: [id])\n\n  @@map("calls")\n}\nmodel Order {\n  id Int\n}\n';
  expect(Object.fromEntries(readColumns(schema))).toEqual({ calls: ['id', 'to_number'], Order: ['id'] });
});
