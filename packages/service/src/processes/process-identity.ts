import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** One process, from its start to its end. */
export type ProcessIdentity = {
  id: string;
  app: string;
  host: string;
  pid: number;
  /** Of the package. */
  version: string;
  /** Null where neither the image nor a checkout says it. */
  commit: string | null;
  startedAt: Date;
};

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** Names this process. Reads a few small files. */
export const identifyProcess = (app: string, root = ROOT): ProcessIdentity => ({
  id: randomUUID(),
  app,
  host: hostname(),
  pid: process.pid,
  version: readVersion(root),
  commit: readCommit(root),
  startedAt: new Date(Date.now() - Math.round(process.uptime() * 1000)),
});

function readVersion(root: string): string {
  const { version } = JSON.parse(read(root, 'packages', 'service', 'package.json') ?? '{}') as { version?: string };
  return version ?? 'unknown';
}

/** The file `COMMIT` of an image, or what the checkout's HEAD points to. */
export function readCommit(root: string): string | null {
  const given = read(root, 'COMMIT')?.trim();
  if (given) return given.slice(0, 40);
  const pointer = /^gitdir: (.+)$/m.exec(read(root, '.git') ?? '')?.[1];
  const folder = pointer === undefined ? join(root, '.git') : isAbsolute(pointer) ? pointer : join(root, pointer);
  const head = read(folder, 'HEAD')?.trim();
  const ref = /^ref: (.+)$/.exec(head ?? '')?.[1];
  if (ref === undefined) return shaIn(head);
  const common = read(folder, 'commondir')?.trim(); // of a worktree
  const shared = common === undefined ? folder : isAbsolute(common) ? common : join(folder, common);
  return shaIn(read(folder, ref) ?? read(shared, ref)) ?? packed(read(shared, 'packed-refs'), ref);
}

const shaIn = (text: string | undefined): string | null => /^[0-9a-f]{40}/.exec(text ?? '')?.[0] ?? null;

const packed = (refs: string | undefined, ref: string): string | null =>
  shaIn(refs?.split('\n').find((line) => line.endsWith(` ${ref}`)));

function read(...path: string[]): string | undefined {
  try {
    return readFileSync(join(...path), 'utf8');
  } catch {
    return undefined;
  }
}
