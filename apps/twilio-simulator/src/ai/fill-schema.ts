/** The supported part of JSON Schema. */
export interface Schema {
  type?: string | readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  $ref?: string;
  $defs?: Readonly<Record<string, Schema>>;
  definitions?: Readonly<Record<string, Schema>>;
}

/** Values by property name, in lower case without underscores. */
export type Knowledge = Readonly<Record<string, unknown>>;

/** A value for which a schema may have an enum or a string. */
export class Choice {
  /** Patterns of matching enum values, best first. */
  readonly patterns: readonly RegExp[];
  readonly words: string;
  constructor(patterns: readonly RegExp[], words: string) {
    this.patterns = patterns;
    this.words = words;
  }
}

/** Builds a value that matches the schema: known properties by name, plain defaults for the rest. */
export function fillSchema(root: Schema, knowledge: Knowledge): unknown {
  const fill = (given: Schema, known: unknown): unknown => {
    const schema = resolve(root, given);
    const variants = schema.anyOf ?? schema.oneOf;
    if (variants) return fill(pickVariant(root, variants, known), known);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return pickEnum(schema.enum, known);
    const type = typeOf(schema, known);
    if (type === 'null') return null;
    if (type === 'object') return fillObject(schema, known);
    if (type === 'array') return fillArray(schema.items ?? {}, known);
    if (type === 'boolean') return known === true;
    if (type === 'number') return typeof known === 'number' ? known : 0;
    if (type === 'integer') return typeof known === 'number' ? Math.round(known) : 0;
    if (known instanceof Choice) return known.words;
    return typeof known === 'string' || typeof known === 'number' ? String(known) : 'Nothing to add.';
  };
  const fillObject = ({ properties = {} }: Schema, known: unknown): object => {
    const entries = Object.entries(properties).map(([name, each]) => {
      const plain = name.toLowerCase().replace(/[^a-z]/g, '');
      // In a list of objects, an unknown property gets the list item itself.
      return [name, fill(each, Object.hasOwn(knowledge, plain) ? knowledge[plain] : known)];
    });
    return Object.fromEntries(entries) as object;
  };
  const fillArray = (items: Schema, known: unknown): unknown[] =>
    Array.isArray(known) ? known.map((each: unknown) => fillItem(items, each)) : [];
  const fillItem = (items: Schema, each: unknown): unknown => {
    const { properties } = resolve(root, items);
    if (!properties) return fill(items, each);
    return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fill(schema, each)]));
  };
  return fill(root, undefined);
}

function resolve(root: Schema, schema: Schema): Schema {
  const [, name] = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(schema.$ref ?? '') ?? [];
  return name === undefined ? schema : (root.$defs?.[name] ?? root.definitions?.[name] ?? {});
}

/** A nullable value is null if nothing is known. */
function pickVariant(root: Schema, variants: readonly Schema[], known: unknown): Schema {
  const isNull = (variant: Schema): boolean => resolve(root, variant).type === 'null';
  return variants.find((each) => isNull(each) === (known === null || known === undefined)) ?? variants[0] ?? {};
}

function pickEnum(values: readonly unknown[], known: unknown): unknown {
  if (!(known instanceof Choice)) return values.includes(known) ? known : values[0];
  for (const pattern of known.patterns) {
    const found = values.find((value) => typeof value === 'string' && pattern.test(value));
    if (found !== undefined) return found;
  }
  return values[0];
}

function typeOf({ type, properties, items }: Schema, known: unknown): string | undefined {
  if (typeof type === 'string') return type;
  if (type) return known === null && type.includes('null') ? 'null' : type.find((each) => each !== 'null');
  if (properties) return 'object';
  return items ? 'array' : undefined;
}
