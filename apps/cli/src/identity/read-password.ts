import { MIN_PASSWORD_LENGTH } from '@trunkline/access';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

/** Reads a new password: the first line of stdin, or typed twice on a terminal without echo. */
export async function readPassword(isPiped: boolean): Promise<string> {
  const password = isPiped ? await readLine() : await askTwice();
  if (password.length >= MIN_PASSWORD_LENGTH) return password;
  throw new CliError(
    `A password must have at least ${MIN_PASSWORD_LENGTH} characters. A sentence is easy to remember.`,
  );
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
}

async function askTwice(): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CliError('There is no terminal to type the password on. Pipe it in with --password-stdin.', {
      exit: EXIT.usage,
    });
  const password = await ask('Password: ');
  if (password === (await ask('Repeat the password: '))) return password;
  throw new CliError('The two passwords differ; nothing was changed.');
}

async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() }); // no echo
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  process.stderr.write(question);
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
