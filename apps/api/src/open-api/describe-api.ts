import { createDocument, type ZodOpenApiOverride } from 'zod-openapi';
import type { Route } from '../http/route.ts';
import { TAGS } from '../http/tags.ts';
import { describeRoute } from './describe-route.ts';

/** The OpenAPI 3.1 document of these endpoints, as JSON. */
export function describeApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, ReturnType<typeof describeRoute>>> = {};
  for (const route of routes) (paths[templateOf(route.path)] ??= {})[route.method] = describeRoute(route);
  const used = new Set<string>(routes.map(({ tag }) => tag));
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Trunkline',
        version: '1',
        description:
          'Calls as Twilio reported them, and control of live ones. Lists have the form {data, page} and are paged by cursor. Every unsuccessful answer is a problem (RFC 9457) with a code and a request_id. A resource that you may not see is not found (404).',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'The server of this document' }],
      security: Object.keys(SCHEMES).map((name) => ({ [name]: [] })),
      tags: Object.entries(TAGS)
        .filter(([name]) => used.has(name))
        .map(([name, description]) => ({ name, description })),
      paths,
      components: { securitySchemes: SCHEMES },
    },
    { override: completeSchema },
  );
}

/** `/api/calls/:id` is `/api/calls/{id}` in OpenAPI. */
const templateOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** Adds examples of times and closed sets, and removes the pattern of times, which says less than their format. */
const completeSchema: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  if (jsonSchema.format === 'date-time') {
    delete jsonSchema.pattern;
    jsonSchema.examples ??= ['2026-01-31T14:00:00Z'];
  }
  if (io === 'output') return;
  if (jsonSchema.type === 'boolean') jsonSchema.examples ??= [true];
  if (jsonSchema.enum?.length) jsonSchema.examples ??= [jsonSchema.enum[0]];
};

const SCHEMES = {
  key: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'An API key (trk_…), which can also be sent as Authorization: Bearer',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of your identity provider (JWT_SECRET or JWT_JWKS_URL)',
  },
  session: { type: 'apiKey', in: 'cookie', name: 'trunkline_session', description: 'The session of a user' },
  operator: { type: 'http', scheme: 'basic', description: 'BOARD_USER and BOARD_PASSWORD, for the operator' },
} as const;
