/** True if a pattern matches the name of the event: `*` all, `siren.*` those of a noun, or the exact name. */
export const matchesEvent = (patterns: readonly string[], name: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))),
  );
