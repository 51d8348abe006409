import { APPS_WITH_LOGIN, passwordVariableOf } from '@trunkline/access';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { commandEnv } from '../../../apps/cli/src/config.ts';
import { localEnv } from '../../../apps/local/src/config.ts';
import { appEnvs, TEST_ONLY } from '../processes/app-envs.ts';
import { listComposeVariables } from './compose-file.ts';
import { composeSettings } from './compose-settings.ts';

/** The text of `.env.example`: every variable once, with the description of its schema. */
export function envExample(): string {
  const groups = Map.groupBy(collectVariables().values(), groupOf);
  const parts = [...groups].map(([title, variables]) =>
    [`# --- ${title} ---`, ...variables.map(describe)].join('\n\n'),
  );
  return `${[HEAD, ...parts].join('\n\n')}\n`;
}

const HEAD = `# Copy this file to .env: npm start and docker compose read it. Written by npm run env:example.
# What has no # in front is required somewhere, most of it in production only; the rest shows its default or an example.
# Empty is the same as not given.`;

const NPM_START = 'npm start';
const COMPOSE = 'docker compose';
const COMMANDS = 'commands';
const APPS = Object.keys(appEnvs);

interface Variable {
  name: string;
  description: string;
  /** The apps that read it, each with its default, if it has one. */
  readers: Map<string, { isRequired: boolean; standard: string | undefined }>;
}

/** For variables without a default. Examples of required ones stay in comments: a value that works would end up in production. */
const EXAMPLES: Record<string, string> = {
  ...Object.fromEntries(
    APPS_WITH_LOGIN.map((app) => [passwordVariableOf(app), 'the output of `openssl rand -hex 24`']),
  ),
  BACKUP_KEY: 'the output of `openssl rand -base64 32`',
  BOARD_PASSWORD: 'the output of `openssl rand -hex 24`',
  DATABASE_URL: 'postgresql://trunkline:password@127.0.0.1:5432/trunkline',
  POSTGRES_PASSWORD: 'the output of `openssl rand -hex 24`',
  REDIS_PASSWORD: 'the output of `openssl rand -hex 24`',
  REDIS_URL: 'redis://127.0.0.1:6379',
  SIGNED_URL_SECRET: 'the output of `openssl rand -hex 32`',
  TWILIO_AUTH_TOKEN: 'the 32 digits that the Twilio console shows',
  WEBHOOK_BASE_URL: 'https://calls.example.com',
};

/** The part of a zod field that is used here. */
interface Field {
  description?: string | undefined;
  safeParse(value: undefined): { success: boolean; data?: unknown };
}

function collectVariables(): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const [reader, { shape }] of Object.entries({ ...appEnvs, [NPM_START]: localEnv, [COMMANDS]: commandEnv }))
    for (const [name, field] of Object.entries<Field>(shape)) {
      if (TEST_ONLY.includes(name)) continue;
      const variable = variables.get(name) ?? { name, description: field.description ?? '', readers: new Map() };
      const { success, data } = field.safeParse(undefined);
      variable.readers.set(reader, { isRequired: !success, standard: write(data) });
      variables.set(name, variable);
    }
  for (const [name, description] of Object.entries(composeSettings)) {
    const { isRequired = false, standard } = composeVariables.get(name) ?? {};
    variables.set(name, { name, description, readers: new Map([[COMPOSE, { isRequired, standard }]]) });
  }
  return variables;
}

function write(value: unknown): string | undefined {
  if (value instanceof Set || value instanceof Map) return [...value.keys()].join(',');
  return value === undefined ? undefined : JSON.stringify(value).replaceAll('"', '');
}

const groupOf = ({ readers }: Variable): string =>
  APPS.every((app) => readers.has(app)) ? 'every app' : ([...readers.keys()][0] ?? '');

function describe(variable: Variable): string {
  const { name, description, readers } = variable;
  const need = needOf(variable);
  const example = EXAMPLES[name];
  const lines = [description, ...defaultsOf(variable), ...need];
  if (need.length > 0 && example) lines.push(`For example: ${example}`);
  if (isSetByCompose(variable)) lines.push(`${COMPOSE} does not read it from here`);
  const comment = lines.map((line) => `# ${line}`).join('\n');
  const [first] = readers.values();
  return `${comment}\n${need.length > 0 ? `${name}=` : `# ${name}=${first?.standard ?? example ?? ''}`}`;
}

/** A line that says where a variable is required, if it is. */
function needOf({ name, readers }: Variable): string[] {
  const inCompose = composeVariables.get(name);
  const isNeededByApp = APPS.some((app) => readers.get(app)?.isRequired);
  if (!isNeededByApp) return inCompose?.isRequired ? [`Required by ${COMPOSE}`] : [];
  const givers = inCompose ? [NPM_START] : [NPM_START, COMPOSE];
  return [`Required, unless ${givers.join(' or ')} starts the app and gives it`];
}

/** Each default with its readers, if they differ. */
function defaultsOf({ readers }: Variable): string[] {
  const byValue = Map.groupBy(readers, ([, { standard }]) => standard);
  if (byValue.size === 1) return [];
  const defaults = [...byValue].filter(([standard]) => standard);
  return [
    `Default: ${defaults.map(([standard, users]) => `${standard} (${users.map(([name]) => name).join(', ')})`).join(', ')}`,
  ];
}

/** True if the compose file sets it itself. */
const isSetByCompose = ({ name, readers }: Variable): boolean =>
  !composeVariables.has(name) && APPS.some((app) => readers.has(app));

const composeVariables = new Map(listComposeVariables().map((variable) => [variable.name, variable]));

if (import.meta.main) writeFileSync(join(CHECKOUT, '.env.example'), envExample());
