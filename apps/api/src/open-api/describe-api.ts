import { createDocument } from 'zod-openapi';
import type { Route } from '../http/route.ts';
import { describeRoute } from './describe-route.ts';

/** The OpenAPI 3.1 document of these endpoints, as JSON. */
export function describeApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, ReturnType<typeof describeRoute>>> = {};
  for (const route of routes) (paths[templateOf(route.path)] ??= {})[route.method] = describeRoute(route);
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Trunkline',
      version: '1',
      description:
        'What Twilio reported of calls, what became of it, and what can be done about live ones. Every answer that is no success is a problem (RFC 9457). What is not yours is not found.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document is' }],
    security: Object.keys(SCHEMES).map((name) => ({ [name]: [] })),
    tags: [...new Set(routes.map(({ tag }) => tag))].toSorted().map((name) => ({ name })),
    paths,
    components: { securitySchemes: SCHEMES },
  });
}

/** `/api/calls/:id` is `/api/calls/{id}` there. */
const templateOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

const SCHEMES = {
  key: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'trk_…, also as Authorization: Bearer' },
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  session: { type: 'apiKey', in: 'cookie', name: 'trunkline_session', description: 'of somebody who logged in' },
  operator: { type: 'http', scheme: 'basic', description: 'BOARD_USER and BOARD_PASSWORD' },
} as const;
