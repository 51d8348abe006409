/** What sends calls to us, once it is connected. */
export const CONNECTION_KINDS = ['number', 'application', 'domain'] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

export const CONNECTION_ACTIONS = ['connect', 'disconnect'] as const;
export type ConnectionAction = (typeof CONNECTION_ACTIONS)[number];

/** A setting at Twilio by the name of its parameter, such as `VoiceUrl`; empty: it is not set. */
export type Change = { parameter: string; before: string; after: string };

/** A change of settings that was made. */
export type MadeConnection = { action: ConnectionAction; changes: readonly Change[] };

/** What a person may name: a number, a SID, or a domain. Undefined for another text. */
export function readTargetName(text: string): { kind: ConnectionKind; name: string } | undefined {
  const name = text.trim();
  if (/^\+[1-9]\d{6,14}$/.test(name) || /^PN[0-9a-f]{32}$/.test(name)) return { kind: 'number', name };
  if (/^AP[0-9a-f]{32}$/.test(name)) return { kind: 'application', name };
  if (/^SD[0-9a-f]{32}$/.test(name) || /^[a-z0-9-]+\.sip(?:\.[a-z0-9-]+)?\.twilio\.com$/i.test(name))
    return { kind: 'domain', name };
  return undefined;
}

/**
 * Gives back what was there before the first `connect` that no `disconnect` followed. A setting that another hand has changed
 * since is left as it is, and listed in `kept`. `history` is in the order in which it was made.
 */
export function planDisconnection(
  history: readonly MadeConnection[],
  current: ReadonlyMap<string, string>,
): { changes: Change[]; kept: string[] } | undefined {
  const last = history.findLastIndex(({ action }) => action === 'disconnect');
  const open = history.slice(last + 1);
  if (open.length === 0) return undefined;
  const first = new Map<string, string>();
  const ours = new Map<string, string>();
  for (const { parameter, before, after } of open.flatMap(({ changes }) => changes)) {
    if (!first.has(parameter)) first.set(parameter, before);
    ours.set(parameter, after);
  }
  const changes: Change[] = [];
  const kept: string[] = [];
  for (const [parameter, after] of first) {
    const before = current.get(parameter) ?? '';
    if (before === after) continue;
    if (before === ours.get(parameter)) changes.push({ parameter, before, after });
    else kept.push(parameter);
  }
  return { changes, kept };
}
