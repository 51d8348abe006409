import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CliError } from '../cli-error.ts';

const MIN_LENGTH = 12;

/** A new password: the first line of stdin, or asked for twice on a terminal, which does not show it. */
export async function readPassword(isPiped: boolean): Promise<string> {
  const password = isPiped ? await readLine() : await askTwice();
  if (password.length >= MIN_LENGTH) return password;
  throw new CliError(`A password has at least ${MIN_LENGTH} characters. A sentence is easy to remember.`);
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
}

async function askTwice(): Promise<string> {
  if (!process.stdin.isTTY) throw new CliError('There is no terminal to ask on: give --password-stdin.');
  const password = await ask('Password: ');
  if (password === (await ask('Once more: '))) return password;
  throw new CliError('The two differ; nothing was changed.');
}

async function ask(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() }); // what is typed is not shown
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  process.stderr.write(question);
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
