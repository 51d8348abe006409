import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { apiPage, API_PAGE } from '../support/docs/api-page.ts';

test('docs/api.md has every operation of the OpenAPI document; npm run docs:api brings it up to date', () => {
  expect(readFileSync(API_PAGE, 'utf8')).toBe(apiPage());
});

test('an operation stands under its tag with its method, its path, its summary and its permission', () => {
  const [, drop] = apiPage().split('## Live calls');
  expect(drop).toMatch(/^\| `POST \/api\/calls\/\{\w+\}\/drop` +\| [A-Z].+ \| `calls\.drop` +\|$/m);
});
