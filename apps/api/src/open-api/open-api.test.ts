import { describe, expect, test } from '@jest/globals';
import { PERMISSIONS } from '@trunkline/access';
import { readEnv } from '@trunkline/service';
import { allRoutes, type EndpointParts } from '../all-routes.ts';
import { apiEnv } from '../config.ts';
import { describeApi } from './describe-api.ts';

type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  examples?: unknown[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
  discriminator?: { propertyName: string };
};
type Parameter = { in: string; name: string; description?: string; schema: Schema };
type Answer = { $ref?: string; headers?: Record<string, object>; content?: Record<string, { schema?: Schema }> };
type Operation = {
  operationId: string;
  summary: string;
  description: string;
  security?: unknown[];
  'x-permission'?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, Answer>;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> };
};

const config = readEnv(apiEnv, { DATABASE_URL: 'postgresql://localhost/not-used' });
const document = describeApi(allRoutes({ config } as EndpointParts)) as Document;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const parameters = operations.flatMap(({ operationId, parameters: list = [] }) =>
  list.map((parameter) => ({ where: `${operationId} ${parameter.name}`, ...parameter })),
);

/** The schema that a `$ref` stands for. */
const resolved = (schema: Schema): Schema =>
  schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)!]! : schema;

/** Every field of a schema, however deep, with its path. A component is visited once. */
function fieldsOf(schema: Schema, where: string, seen = new Set<Schema>()): { where: string; field: Schema }[] {
  const { properties = {}, items, anyOf = [], oneOf = [] } = resolved(schema);
  if (seen.has(resolved(schema))) return [];
  seen.add(resolved(schema));
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [
      { where: `${where}.${name}`, field },
      ...fieldsOf(field, `${where}.${name}`, seen),
    ]),
    ...[items ?? [], anyOf, oneOf].flat().flatMap((part) => fieldsOf(part, where, seen)),
  ];
}

const bodyFields = operations.flatMap(({ operationId, requestBody }) =>
  requestBody ? fieldsOf(requestBody.content['application/json']!.schema, operationId) : [],
);
const answersOf = ({ responses }: Operation) =>
  Object.entries(responses).map(([status, answer]) => ({
    status,
    answer: answer.$ref ? document.components.responses[answer.$ref.split('/').at(-1)!]! : answer,
  }));
const schemaOf = ({ content = {} }: Answer): Schema | undefined => Object.values(content)[0]?.schema;
const answerFields = operations.flatMap((operation) =>
  answersOf(operation).flatMap(({ status, answer }) => {
    const schema = schemaOf(answer);
    return schema ? fieldsOf(schema, `${operation.operationId} ${status}`) : [];
  }),
);

const hasText = (text: string | undefined): boolean => text !== undefined && /^[A-Z`*][^]{2,}/.test(text);
/** A nullable value has the example on the union or on the value. */
const hasExample = ({ examples, const: only, anyOf = [], ...schema }: Schema): boolean =>
  examples !== undefined ||
  only !== undefined ||
  anyOf.some(hasExample) ||
  (!!schema.$ref && hasExample(resolved(schema)));
const isNumeric = ({ type, anyOf = [] }: Schema): boolean =>
  [type].flat().some((name) => name === 'integer' || name === 'number') || anyOf.some(isNumeric);

describe('operations', () => {
  test('each has a unique id that begins with a verb', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids).toEqual([...new Set(ids)]);
    // the type of RouteSpec lists the verbs; after the verb comes a noun
    expect(ids.filter((id) => !/^(?:login|logout|[a-z]+[A-Z][A-Za-z]+)$/.test(id))).toEqual([]);
  });

  test('each has a summary of a few words and a description of sentences', () => {
    const isClear = ({ summary, description }: Operation) =>
      hasText(summary) &&
      summary.length <= 60 &&
      !summary.endsWith('.') &&
      hasText(description) &&
      description.endsWith('.');
    expect(operations.filter((operation) => !isClear(operation)).map(({ operationId }) => operationId)).toEqual([]);
  });

  test('each names its permission, or is public', () => {
    const isClear = ({ security, 'x-permission': permission }: Operation) =>
      security ? security.length === 0 && permission === undefined : PERMISSIONS.some((known) => known === permission);
    expect(operations.filter((operation) => !isClear(operation))).toEqual([]);
  });

  test('each can answer with a problem', () => {
    for (const operation of operations)
      expect(answersOf(operation).find(({ status }) => status === 'default')!.answer.content).toHaveProperty([
        'application/problem+json',
      ]);
  });

  test('each answer lists the headers of every answer, and an answer to wait for lists Retry-After', () => {
    for (const { status, answer } of operations.flatMap(answersOf)) {
      expect(Object.keys(answer.headers!)).toEqual(
        expect.arrayContaining(['X-Request-Id', 'RateLimit', 'RateLimit-Policy']),
      );
      const isWaiting = ['429', '503'].includes(status);
      expect([status, 'Retry-After' in answer.headers!]).toEqual([status, isWaiting]);
    }
  });

  test('lists, idempotent operations and sirens list Link, Idempotent-Replayed and ETag', () => {
    const headersOf = (id: string, status: string) =>
      Object.keys(operations.find(({ operationId }) => operationId === id)!.responses[status]!.headers!);
    expect(headersOf('listCalls', '200')).toContain('Link');
    expect(headersOf('dropCall', '202')).toContain('Idempotent-Replayed');
    expect(headersOf('acknowledgeSiren', '200')).toContain('ETag');
    expect(headersOf('raiseSiren', '201')).toEqual(expect.arrayContaining(['ETag', 'Location', 'Idempotent-Replayed']));
  });
});

describe('parameters and fields', () => {
  test('each parameter has a description and an example', () => {
    const isClear = ({ description, schema }: Parameter) => hasText(description) && hasExample(schema);
    expect(parameters.filter((parameter) => !isClear(parameter)).map(({ where }) => where)).toEqual([]);
  });

  test('each field of a body has a description and an example', () => {
    const isClear = ({ field }: { field: Schema }) => hasText(field.description) && hasExample(field);
    expect(bodyFields.filter((field) => !isClear(field)).map(({ where }) => where)).toEqual([]);
    expect(bodyFields.length).toBeGreaterThan(50);
  });

  test('each number of an answer has a description, with its unit or what it counts', () => {
    const numbers = answerFields.filter(({ field }) => isNumeric(resolved(field)));
    expect(numbers.filter(({ field }) => !hasText(field.description)).map(({ where }) => where)).toEqual([]);
    expect(numbers.length).toBeGreaterThan(100);
  });

  test('each filter with a closed set of values lists them', () => {
    const isClosed = ({ schema }: Parameter) =>
      schema.enum !== undefined || schema.items?.enum !== undefined || schema.type === 'boolean' || isNumeric(schema);
    const isOpen = ({ where, name, schema }: (typeof parameters)[number]) =>
      OPEN_FILTERS.has(name) || OPEN_FILTERS.has(where) || schema.format === 'date-time';
    const filters = parameters.filter((parameter) => parameter.in === 'query');
    expect(filters.filter((filter) => !isClosed(filter) && !isOpen(filter)).map(({ where }) => where)).toEqual([]);
  });
});

/** Filters whose values no list can contain. */
const OPEN_FILTERS = new Set([
  'actor',
  'agent', // the UUID of a person
  'call',
  'call_id',
  'call_sid',
  'campaign_id',
  'client_id',
  'contact_id',
  'cursor',
  'q', // a part of anything stored
  'endpoint_id',
  'entity',
  'error_contains', // a part of any error
  'events', // patterns of names
  'fingerprint',
  'id',
  'interview_id',
  'job_description_id',
  'last_event_id',
  'listAudit event',
  'listRejectedRequests account_sid',
  'listRejectedRequests path',
  'number',
  'order_id',
  'profile_id',
  'reader_id',
  'recording_sid',
  'screen',
  'token',
]);

describe('lists', () => {
  /** Their form is that of the call inbox. */
  const OF_SOURCES = ['listConversations', 'listActiveConversations', 'listMessages'];

  test('all have the same envelope, and are paged by cursor', () => {
    const lists = operations.filter(
      ({ operationId }) => operationId.startsWith('list') && !OF_SOURCES.includes(operationId),
    );
    expect(lists.length).toBeGreaterThan(15);
    for (const { operationId, parameters: given = [], responses } of lists) {
      const { properties = {} } = resolved(schemaOf(responses['200']!)!);
      expect([operationId, resolved(properties['data']!).type]).toEqual([operationId, 'array']);
      expect([operationId, properties['page']]).toEqual([operationId, { $ref: '#/components/schemas/Page' }]);
      expect(given.map(({ name }) => name)).toEqual(expect.arrayContaining(['cursor', 'limit']));
    }
  });
});

describe('stream events', () => {
  const events = (document.components.schemas['StreamEvent']!.oneOf ?? []).map(({ properties }) => properties!);
  const nameOf = ({ event }: Record<string, Schema>) => String(event!.const);

  test('have unique names in snake_case', () => {
    const names = events.map(nameOf);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => !/^[a-z_]+(?:\.[a-z_]+)?$/.test(name))).toEqual([]);
  });

  test('have payloads in snake_case, but for those of the call inbox', () => {
    const isCallInbox = (name: string) => ['call.created', 'call.updated', 'call.ended'].includes(name);
    for (const event of events) {
      const fields = Object.keys(resolved(event['data']!).properties!);
      const camel = fields.filter((field) => /[A-Z]/.test(field));
      expect([nameOf(event), camel.length > 0]).toEqual([nameOf(event), isCallInbox(nameOf(event))]);
    }
  });
});
