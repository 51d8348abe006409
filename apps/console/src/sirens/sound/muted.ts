/** Sirens whose sound a person stopped in this window. They stay on the page. */
let muted: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

export const getMuted = (): ReadonlySet<string> => muted;

export function subscribeMuted(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setMuted(sirenId: string, isMuted: boolean): void {
  const next = new Set(muted);
  if (isMuted) next.add(sirenId);
  else next.delete(sirenId);
  muted = next;
  for (const listener of listeners) listener();
}
