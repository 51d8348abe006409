import { anything, nothing } from '@trunkline/api-contract/http';
import { fileURLToPath } from 'node:url';
import { absolutePath } from 'swagger-ui-dist';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { describeApi } from './describe-api.ts';

const about = { method: 'get', permission: 'public', tag: 'Documentation' } as const;

/** `/openapi.json`: these endpoints as OpenAPI. `/docs`: the same as a page, from our own server and without inline scripts. */
export function docsRoutes(described: readonly Route[]): Route[] {
  const routes: Route[] = [
    route({ ...about, path: '/openapi.json', summary: 'This document', answers: { 200: anything } }, async () => ({
      json: (document ??= describeApi([...described, ...routes])),
    })),
    route(
      {
        ...about,
        path: '/docs',
        summary: 'This document as a page',
        answerType: 'text/html',
        answers: { 200: nothing },
      },
      async () => ({ text: PAGE, type: 'text/html' }),
    ),
    route(
      {
        ...about,
        path: '/docs/:file',
        summary: 'What the page is made of',
        answerType: '*/*',
        answers: { 200: nothing },
      },
      async ({ params, response }) => {
        const path = FILES.get(params['file']!);
        if (path === undefined) throw new Problem('not_found', 'The page is not made of this.');
        await new Promise<void>((sent, failed) => {
          response.sendFile(path, (error?: Error) => (error ? failed(error) : sent()));
        });
        return undefined;
      },
    ),
  ];
  let document: object | undefined;
  return routes;
}

const FILES = new Map([
  ['start.js', fileURLToPath(new URL('start-docs.js', import.meta.url))],
  ...['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'].map(
    (name) => [name, `${absolutePath()}/${name}`] as const,
  ),
]);

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Trunkline: the API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
