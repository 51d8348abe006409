import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { Express } from 'express';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

type Document = { openapi: string; paths: Record<string, object> };

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await openTestApi();
  document = (await api.send('/openapi.json')).body as unknown as Document;
});
afterAll(async () => api[Symbol.asyncDispose]());

/** The routes of Express, in the notation of OpenAPI. */
const mounted = ({ router }: Pick<Express, 'router'>) =>
  router.stack.flatMap(({ route }) =>
    route
      ? Object.keys((route as unknown as { methods: object }).methods).map(
          (method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`,
        )
      : [],
  );
/** Served besides the endpoints: the redirect from the root. */
const UNDESCRIBED = ['get /'];

describe('/openapi.json', () => {
  test('is a valid document of OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  });

  test('describes every endpoint that is mounted, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      mounted(api.app)
        .filter((name) => !UNDESCRIBED.includes(name))
        .toSorted(),
    );
  });
});

describe('/docs', () => {
  test('is a page that loads nothing from other hosts and contains no inline script', async () => {
    const { status, headers, body } = await api.send('/docs');
    const page = String(body['text']);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    const [links, scripts] = [/(?:src|href)="([^"]+)"/g, /<script[^>]*>([^<]*)/g].map((pattern) =>
      [...page.matchAll(pattern)].map(([, found]) => found!),
    ) as [string[], string[]];
    expect(scripts.join('')).toBe('');
    for (const path of links) expect((await api.send(path)).status).toBe(200);
  });

  test.each(['/docs/package.json', '/docs/..%2Fmain.ts', '/docs/%2Fetc%2Fpasswd'])('%s is not served', async (path) => {
    expect((await api.send(path)).status).toBe(404);
  });
});
