import { Ajv } from 'ajv';
import openApi from './resources.json' with { type: 'json' };

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const judges = Object.fromEntries(
  Object.entries(openApi.schemas).map(([name, schema]) => [name, ajv.compile<object>(schema)]),
);

/** Where a resource differs from Twilio's OpenAPI document; empty if it does not. */
export function violations(name: keyof typeof openApi.schemas, resource: unknown): string[] {
  const judge = judges[name]!;
  return judge(resource) ? [] : judge.errors!.map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
}

/** The parameters that Twilio documents for an update and for a list. */
export const documentedPosts: Readonly<Record<string, readonly string[]>> = openApi.posts;
export const documentedQueries: Readonly<Record<string, readonly string[]>> = openApi.queries;
