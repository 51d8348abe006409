import type { Request } from 'express';

/** A page of a growing list: at most `limit` entries whose numbers are greater than `after`. */
export interface Window {
  after: number;
  limit: number;
}

export function readWindow({ query }: Request): Window {
  const after = Math.max(0, Number(query['after']) || 0);
  const limit = Math.min(5000, Math.max(1, Number(query['limit']) || 1000));
  return { after, limit };
}
