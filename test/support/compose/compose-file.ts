import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';

/** A service as our compose file writes it: commands as lists, environments as maps. */
export interface ComposeService {
  image: string;
  build?: { context: string; target: string };
  command: string[];
  entrypoint?: string[];
  environment: Record<string, string | number>;
  healthcheck?: { test: string[] };
  ports?: string[];
  networks?: string[] | Record<string, { ipv4_address: string }>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number | string };
  [key: string]: unknown;
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean; ipam?: { config: { subnet: string; ip_range: string }[] } }>;
}

/** A variable of the compose file; `standard` is its default, empty without one. */
export interface ComposeVariable {
  name: string;
  standard?: string;
  /** `${NAME:?message}`: compose refuses to start without it. */
  isRequired: boolean;
}

/** `docker-compose.yml` as compose reads it: anchors merged, variables substituted, replicas as numbers. */
export function readComposeFile(variables: Record<string, string | undefined>): ComposeFile {
  const file = mapStrings(parse(readText(), { merge: true }), (text) => interpolate(text, variables)) as ComposeFile;
  for (const { deploy } of Object.values(file.services)) if (deploy) deploy.replicas = Number(deploy.replicas);
  return file;
}

/** Every variable of `docker-compose.yml`, each once. */
export function listComposeVariables(): ComposeVariable[] {
  const found = new Map<string, ComposeVariable>();
  const collect = (text: string): string => {
    for (const { groups } of text.matchAll(REFERENCE)) {
      const { name = '', mark = '', rest = '' } = groups ?? {};
      const before = found.get(name);
      const isRequired = before?.isRequired === true || mark === ':?';
      const standard = mark === ':-' && rest !== '' ? rest : before?.standard;
      if (name) found.set(name, { name, isRequired, ...(standard !== undefined && { standard }) });
      collect(rest);
    }
    return text;
  };
  mapStrings(parse(readText(), { merge: true }), collect);
  return [...found.values()];
}

const readText = (): string => readFileSync(join(CHECKOUT, 'docker-compose.yml'), 'utf8');

/** Variables, with up to two others inside each other, and escaped dollars; for compose any other dollar is an error. */
const REFERENCE =
  /\$(?:(?<escaped>\$)|\{(?<name>\w+)(?:(?<mark>:-|:\?|:\+)(?<rest>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*))?\}|(?<wrong>))/g;

function interpolate(text: string, variables: Record<string, string | undefined>): string {
  return text.replaceAll(REFERENCE, (...match) => {
    const { escaped, name, mark, rest = '' } = match.at(-1) as Record<string, string | undefined>;
    if (escaped) return '$';
    if (!name) throw new Error(`Compose cannot parse the variable in: ${text}`);
    const value = variables[name] ?? '';
    if (value === '' && mark === ':?') throw new Error(`required variable ${name} is missing a value: ${rest}`);
    if (mark === ':+') return value === '' ? '' : interpolate(rest, variables);
    return value === '' && mark === ':-' ? interpolate(rest, variables) : value;
  });
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}
