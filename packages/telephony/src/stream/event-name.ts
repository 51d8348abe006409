/** Whether an event of this name is selected: by `*`, by a family such as `siren.*`, or by the name itself. */
export const matchesEventName = (patterns: readonly string[], name: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))),
  );
