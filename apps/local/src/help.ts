import { z } from 'zod';
import { localEnv } from './config.ts';

/** What `npm start -- --help` prints: every variable with its default, from the schema itself. */
export function help(): string {
  const { properties = {} } = z.toJSONSchema(localEnv, { io: 'input' });
  const lines = Object.entries(properties).map(([name, property]) => {
    const { description = '', default: standard } = property as { description?: string; default?: string | number };
    return `  ${name.padEnd(24)}${description}${standard === undefined ? '' : ` (${standard})`}`;
  });
  return `npm start: runs all of Trunkline on this machine, with an embedded PostgreSQL and a simulated Twilio.

Everything is set by environment variables or by .env in the checkout; the environment wins.

${lines.join('\n')}

Ctrl-C stops everything, twice stops it at once.`;
}
