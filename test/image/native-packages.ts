import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';

/** An entry of `package-lock.json`, as far as it is read here. */
interface LockedPackage {
  link?: boolean;
  resolved?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  os?: string | string[];
  cpu?: string | string[];
  libc?: string | string[];
}

/** An operating system, processor and C library, by npm's names. */
export interface Platform {
  os: string;
  cpu: string;
  libc: string;
}

type Lock = Record<string, LockedPackage>;

export const readLock = (): Lock =>
  (JSON.parse(readFileSync(join(CHECKOUT, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;

/**
 * Folders of the optional packages that production dependencies of the workspaces name for this platform: their native
 * parts. npm installs them like any optional package, so a flag such as --omit=optional leaves them out silently.
 */
export function listNativePackages(lock: Lock, workspaces: string[], platform: Platform): string[] {
  const native = new Set<string>();
  const visited = new Set<string>();
  const visit = (folder: string): void => {
    if (visited.has(folder)) return;
    visited.add(folder);
    const entry = lock[folder];
    if (!entry) return;
    if (entry.link && entry.resolved) return visit(entry.resolved);
    const optional = Object.keys(entry.optionalDependencies ?? {});
    for (const name of [...Object.keys(entry.dependencies ?? {}), ...requiredPeers(entry), ...optional]) {
      const found = resolvePackage(lock, folder, name);
      const isNative = found && optional.includes(name) && isFor(lock[found], platform);
      if (isNative) native.add(found);
      if (found && (isNative || !optional.includes(name))) visit(found);
    }
  };
  for (const workspace of workspaces) visit(workspace);
  return [...native].toSorted();
}

const requiredPeers = ({ peerDependencies = {}, peerDependenciesMeta = {} }: LockedPackage): string[] =>
  Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);

/** Where Node finds a package from a folder: in its own node_modules, then in those of the folders above. */
function resolvePackage(lock: Lock, folder: string, name: string): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const candidate = `${at && `${at}/`}node_modules/${name}`;
    if (lock[candidate]) return candidate;
    if (at === '') return undefined;
  }
}

/** npm's rule: a list names what is allowed; `!` before a name excludes it. */
function isFor(entry: LockedPackage | undefined, { os, cpu, libc }: Platform): boolean {
  const allows = (list: string | string[] | undefined, value: string): boolean => {
    const names = [list ?? []].flat();
    if (names.includes(`!${value}`)) return false;
    return names.every((name) => name.startsWith('!')) || names.includes(value);
  };
  return allows(entry?.os, os) && allows(entry?.cpu, cpu) && allows(entry?.libc, libc);
}
