import { passwordVariableOf } from '@trunkline/access';
import { APPS, variableOf } from '../../../apps/local/src/apps.ts';

const range = (ports: string): string => `; for several copies a range, such as 127.0.0.1:${ports}`;

/** Variables that `docker-compose.yml` reads itself, besides those that it passes to the apps. */
export const composeSettings: Record<string, string> = {
  POSTGRES_PASSWORD:
    'password of the database in its container: letters, digits and . _ ~ -, as it becomes part of a URL',
  REDIS_PASSWORD: 'password of Redis in its container; the same letters as in POSTGRES_PASSWORD',
  ...Object.fromEntries(
    APPS.map(({ name }) => [
      passwordVariableOf(name),
      `password by which ${name} logs in to the database, set by the service migrate: 16 characters or more, the same letters as in POSTGRES_PASSWORD`,
    ]),
  ),
  ...Object.fromEntries(APPS.map(({ name }) => [variableOf(name, 'REPLICAS'), `copies of ${name}`])),
  DOMAIN:
    'public name that the profile https serves, such as calls.example.com: WEBHOOK_BASE_URL must be https:// and this name; API_BASE_URL and TRUSTED_PROXIES follow',
  INGEST_PUBLISH: `address and port of the host where ingest is reached${range('4100-4102')}`,
  API_PUBLISH: `address and port of the host where api is reached${range('4200-4202')}`,
  SIMULATOR_PUBLISH: 'address and port of the host where the simulator is reached',
};
