/** Conditions of a `where` clause that grow with a filter, and their parameters from $1 on. An absent value adds nothing. */
export function openConditions() {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  const addOneOf = (column: string, wanted: readonly string[] | undefined): void => {
    // `=` for a single value: only then does an index that begins with the column give the order as well.
    if (wanted?.length === 1) add(wanted[0], (parameter) => `${column} = ${parameter}`);
    else add(wanted, (parameter) => `${column} = any(${parameter}::text[])`);
  };
  return { values, conditions, add, addOneOf };
}
