/** Whether an endpoint that asked for these is told an event of this name: `*`, `siren.*`, or the name itself. */
export const subscribes = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => pattern === '*' || pattern === name || pattern === `${name.split('.', 1)[0]}.*`);
