import { fileURLToPath } from 'node:url';

/** The root folder of this checkout. */
export const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
