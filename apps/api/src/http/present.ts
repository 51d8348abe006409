/** A row as JSON shows it: names in snake_case, ids as strings, times in UTC. What a column holds is left as it is. */
export const present = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      typeof value === 'bigint' ? `${value}` : value,
    ]),
  );
