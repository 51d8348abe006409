import { anything, described, nothing } from '@trunkline/api-contract/http';
import absolutePath from 'swagger-ui-dist/absolute-path.js'; // its index would run the whole page in this process
import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { describeApi } from './describe-api.ts';

const about = { method: 'get', permission: 'public', tag: 'Documentation' } as const;

/** The OpenAPI document of these endpoints, and a page that shows it with files of this server and no inline script. */
export function docsRoutes(endpoints: readonly Route[]): Route[] {
  const routes: Route[] = [
    route(
      {
        ...about,
        operationId: 'getOpenApi',
        path: '/openapi.json',
        summary: 'Get this document',
        description: 'Returns the description of all endpoints as OpenAPI 3.1.',
        answers: { 200: anything },
      },
      async () => ({ json: (document ??= describeApi([...endpoints, ...routes])) }),
    ),
    route(
      {
        ...about,
        operationId: 'getDocsPage',
        path: '/docs',
        summary: 'Get this document as a page',
        description: 'Returns a page that shows this document and can send requests.',
        answerType: 'text/html',
        answers: { 200: nothing },
      },
      async () => ({ text: PAGE, type: 'text/html' }),
    ),
    route(
      {
        ...about,
        operationId: 'getDocsFile',
        path: '/docs/:file',
        summary: 'Get a file of the page',
        description: 'Returns a script, style sheet or icon of the page.',
        params: { file: described(z.string(), 'Name of the file', 'swagger-ui.css') },
        answerType: '*/*',
        answers: { 200: nothing },
      },
      async ({ params: { file }, response }) => {
        if (file === 'start.js') return { text: START, type: 'text/javascript' };
        if (!FILES.has(file)) throw new Problem('not_found', 'The page has no such file.');
        await new Promise<void>((sent, failed) => {
          response.sendFile(`${absolutePath()}/${file}`, (error?: Error) => (error ? failed(error) : sent()));
        });
        return undefined;
      },
    ),
  ];
  let document: object | undefined;
  return routes;
}

const FILES = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });\n`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Trunkline API</title>
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
