/** Writes docs/commands.md from the help of every command: `npm run docs:commands`. */
import { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { COMMANDS, type CommandEntry } from '../../../apps/cli/src/commands.ts';
import { listExitCodes } from '../../../apps/cli/src/invocation.ts';

export const COMMANDS_PAGE = new URL('../../../docs/commands.md', import.meta.url);

const WIDTH = 100;

/** The text of docs/commands.md. */
export async function commandsPage(): Promise<string> {
  const groups = [...Map.groupBy(COMMANDS, ({ group }) => group)];
  const sections = await Promise.all(groups.map(([group, entries]) => sectionOf(group, entries)));
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const HEAD = `# Commands

Written by \`npm run docs:commands\` from the help of the commands. In a checkout, \`npx trunkline\` runs them.

Those with \`--url\` ask the API of an installation: that of \`npm start\` on this machine unless \`--url\`, \`TRUNKLINE_URL\` or a
profile names another, with the key of \`--key\`, \`TRUNKLINE_KEY\` or the profile. The others need \`DATABASE_URL\`. Results go to
stdout, everything else to stderr. The exit codes:

${listExitCodes((code, meaning) => `- \`${code}\` ${meaning}`)}`;

async function sectionOf(group: string, entries: readonly CommandEntry[]): Promise<string> {
  const helps = await Promise.all(entries.map(helpOf));
  return [`## ${group}`, ...helps].join('\n\n');
}

async function helpOf({ name, summary, load }: CommandEntry): Promise<string> {
  const program = new Command('trunkline');
  const command = new Command(name).description(summary);
  program.addCommand(command);
  const build = await load();
  build({ command, signal: new AbortController().signal, end: () => {} });
  const parts = [command, ...command.commands];
  return [`### ${name}`, ...parts.map((part) => `\`\`\`text\n${textOf(part)}\n\`\`\``)].join('\n\n');
}

/** The help as a person sees it, with the examples after it. */
function textOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => WIDTH });
  command.outputHelp();
  return text.trimEnd();
}

if (import.meta.main) writeFileSync(COMMANDS_PAGE, await commandsPage());
