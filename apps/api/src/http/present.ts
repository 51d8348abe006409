/** Three columns of three tables share this public name. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  callbackKind: 'event_type',
  callLogEvent: 'event_type',
  campaignEvent: 'event_type',
};

/** A row as JSON shows it: names in snake_case, ids as strings, times in UTC. What a column holds is left as it is. */
export const present = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      SHOWN_AS[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      typeof value === 'bigint' ? `${value}` : value,
    ]),
  );
