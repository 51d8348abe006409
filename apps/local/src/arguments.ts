import { parseArgs } from 'node:util';

/** What `npm start` was given. */
export type Arguments = {
  help: boolean;
  /** Variables that the options set; they win over the environment and `.env`. */
  env: Record<string, string>;
};

/** A wrong argument; the message names it. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** What `.env` says of a real installation, and a demo leaves alone. */
const OF_AN_INSTALLATION = [
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'WEBHOOK_BASE_URL',
  'TUNNEL',
  'CONNECT',
  'DATABASE_URL',
  'API_DATABASE_URL',
  'REDIS_URL',
  'DATA_DIR',
] as const;

/** Reads the command line of `npm start`; throws an `ArgumentError`. */
export function readArguments(args: readonly string[]): Arguments {
  const { help = false, demo, tunnel, connect } = parse(args);
  if (demo && (tunnel ?? connect))
    throw new ArgumentError('A demo is played by the simulated Twilio: it needs no --tunnel and no --connect.');
  const env = {
    ...(demo && Object.fromEntries(OF_AN_INSTALLATION.map((name) => [name, '']))),
    ...(tunnel !== undefined && { TUNNEL: tunnel, WEBHOOK_BASE_URL: '' }),
    ...(connect && { CONNECT: connect.join(',') }),
  };
  return { help, env };
}

function parse(args: readonly string[]) {
  const options = {
    help: { type: 'boolean', short: 'h' },
    demo: { type: 'boolean' },
    tunnel: { type: 'string' },
    connect: { type: 'string', multiple: true },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ArgumentError((error as Error).message.split('. ')[0]!.replace(/'([^']*?) <value>'/, '$1'));
  }
}

export const OPTIONS_HELP = `Options:
  --tunnel <how>      give ingest a public address: cloudflared, ngrok or the URL of
                      your own tunnel
  --connect <number>  connect a number, an application or a SIP domain of Twilio while
                      this runs, and give it back at the end; can be repeated
  --demo              with the simulated Twilio, whatever .env says of a real account
  -h, --help          show this`;
