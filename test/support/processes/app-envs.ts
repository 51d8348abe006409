import { clockEnv, demoRetentionEnv, type EnvShape } from '@trunkline/service';
import { APPS } from '../../../apps/local/src/apps.ts';

/** The environment of every app, by its name. */
export const appEnvs: Readonly<Record<string, EnvShape>> = Object.fromEntries(
  await Promise.all(APPS.map(async ({ name }) => [name, await readAppEnv(name)] as const)),
);

/** The zod object that an app's `config.ts` exports. */
async function readAppEnv(name: string): Promise<EnvShape> {
  const config = (await import(`../../../apps/${name}/src/config.ts`)) as Record<string, unknown>;
  const env = Object.values(config).find((value) => typeof value === 'object' && value !== null && 'shape' in value);
  if (!env) throw new Error(`apps/${name}/src/config.ts exports no zod object with the app's environment`);
  return env as EnvShape;
}

/** Variables that no deployment sets; with them tests run a faster clock. */
export const TEST_ONLY: readonly string[] = [...Object.keys(clockEnv), 'DEMO_DATABASE_URL'];

/** Variables that only `npm start` sets, with its simulator. */
export const DEMO_ONLY: readonly string[] = Object.keys(demoRetentionEnv);
