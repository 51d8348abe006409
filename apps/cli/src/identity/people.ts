import type { Role } from '@trunkline/access';

type Person = { id: string; name: string; role: Role; isActive: boolean };
type Key = {
  id: string;
  prefix: string;
  personId: string;
  label: string;
  scopes: readonly string[];
  expiresAt: string | null;
  lastUsedAt: string | null;
};
type PersonToCreate = { name: string; role: Role; phone?: string | undefined; password?: string | undefined };
type KeyToCreate = { name: string; label: string; scopes: string[]; expiresAt: Date | null };

/** The people and keys of an installation. What is refused is thrown as a `CliError` that names the remedy. */
export type People = {
  list: () => Promise<Person[]>;
  /** Returns the id. */
  create: (person: PersonToCreate) => Promise<string>;
  deactivate: (name: string) => Promise<void>;
  setPassword: (name: string, password: string) => Promise<void>;
  /** The active keys, the latest first. */
  listKeys: () => Promise<Key[]>;
  /** Returns the key with its secret. */
  createKey: (key: KeyToCreate) => Promise<string>;
  revokeKey: (id: string) => Promise<void>;
};
