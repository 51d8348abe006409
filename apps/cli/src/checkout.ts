import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));

/** The port of the API of `npm start`, unless API_PORT says another. */
export const API_PORT = 4001;

/** Variables that the environment does not set come from `.env` of the checkout. */
export function loadCheckoutEnv(): void {
  const file = join(CHECKOUT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
