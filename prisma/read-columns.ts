const MODEL = /^model (\w+) \{\n(.*?)^\}/gms;
const FIELD = /^ +(\w+) +(\w+)/;

/** The columns of each table that a Prisma schema describes, by their names in the database. */
export function readColumns(schema: string): Map<string, string[]> {
  const models = [...schema.matchAll(MODEL)].map(([, name, body]) => ({ name: name!, lines: body!.split('\n') }));
  const names = new Set(models.map(({ name }) => name));
  return new Map(
    models.map(({ name, lines }) => [
      mappedIn(lines.find((line) => line.includes('@@map(')) ?? '') ?? name,
      lines.flatMap((line) => {
        const [, field, type] = FIELD.exec(line) ?? [];
        return field === undefined || names.has(type!) ? [] : [mappedIn(line) ?? field]; // a relation is no column
      }),
    ]),
  );
}

/** The table of each model, by the name that Prisma's client gives the model. */
export const readModels = (schema: string): Map<string, string> =>
  new Map(
    [...schema.matchAll(MODEL)].map(([, name = '', body = '']) => [
      `${name[0]!.toLowerCase()}${name.slice(1)}`,
      mappedIn(body.split('\n').find((line) => line.includes('@@map(')) ?? '') ?? name,
    ]),
  );

const mappedIn = (line: string): string | undefined => /@map\("(\w+)"\)/.exec(line)?.[1];
