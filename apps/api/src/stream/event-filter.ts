import type { Frame } from './frame.ts';

/** What a client wants of what it may see; those with the same `key` want the same. */
export type EventFilter = { key: string; wants: (frame: Frame) => boolean };

/** By the call, as our id or its SID, and by names, where `call.*` stands for all that begin so. */
export function openFilter({ call, events }: { call?: string; events?: readonly string[] }): EventFilter {
  const isOfCall = (frame: Frame) => call === undefined || frame.callSid === call || frame.callId === call;
  const isNamed = ({ name }: Frame) => events === undefined || events.some((pattern) => matches(pattern, name));
  return { key: JSON.stringify([call, events]), wants: (frame) => isOfCall(frame) && isNamed(frame) };
}

function matches(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
