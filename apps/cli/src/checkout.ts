import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** True in the file that `npm run pack:cli` makes, which is no part of a checkout. */
export const isPacked = process.env.TRUNKLINE_PACKED === '1'; // a constant in that file

/** The folder of the checkout; of the packed command, the one where it is run. */
export const CHECKOUT = isPacked ? process.cwd() : fileURLToPath(new URL('../../..', import.meta.url));

/** The port of the API of `npm start`, unless API_PORT says another. */
export const API_PORT = 4001;

/** Variables that the environment does not set come from `.env` of the checkout. */
export function loadCheckoutEnv(): void {
  const file = join(CHECKOUT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const base = Number(process.env['PORT_BASE'] || Number.NaN);
  if (Number.isInteger(base))
    for (const [name, fromBase] of PORTS_FROM_BASE) process.env[name] ||= `${base + fromBase}`;
}

/** Where PORT_BASE moves the ports of `npm start` that commands use, as it does itself. */
const PORTS_FROM_BASE = [
  ['API_PORT', 1],
  ['SIMULATOR_PORT', 10],
  ['POSTGRES_PORT', 29],
] as const;
