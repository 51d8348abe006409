import type { Request } from 'express';

/** Which part of a growing list is wanted: `limit` entries whose number is greater than `after`. */
export interface Window {
  after: number;
  limit: number;
}

export function readWindow({ query }: Request): Window {
  const after = Math.max(0, Number(query['after']) || 0);
  const limit = Math.min(5000, Math.max(1, Number(query['limit']) || 1000));
  return { after, limit };
}
