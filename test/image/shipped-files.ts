import { matchesGlob } from 'node:path';
import { readLines } from './dockerfile.ts';

/** Whether `.dockerignore` lets a file or folder of the checkout into the build. As for Docker, the last matching line wins. */
export function isShipped(path: string): boolean {
  let isIgnored = false;
  for (const line of IGNORED) {
    const isException = line.startsWith('!');
    if (matchesPattern(path, isException ? line.slice(1) : line)) isIgnored = !isException;
  }
  return !isIgnored;
}

const IGNORED = readLines('.dockerignore');

/** A pattern matches a path, and everything below a folder that it matches. */
const matchesPattern = (path: string, pattern: string): boolean =>
  matchesGlob(path, pattern) || matchesGlob(path, `${pattern}/**`);
