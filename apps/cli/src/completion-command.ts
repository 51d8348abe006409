import tab from '@bomb.sh/tab';
import { Argument, type Command } from 'commander';
import type { Invocation } from './invocation.ts';

const EXAMPLES = `
Examples:
  source <(trunkline completion bash)                                 # in ~/.bashrc
  source <(trunkline completion zsh)                                  # in ~/.zshrc
  trunkline completion fish > ~/.config/fish/completions/trunkline.fish

The shell must find trunkline: in a checkout, npx trunkline completion prints the
script, and the folder node_modules/.bin belongs into PATH.`;

/** `completion`: prints the script with which a shell completes commands, options and their values. */
export const completionCommand = ({ command }: Invocation): Command =>
  command
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']))
    .addHelpText('after', EXAMPLES)
    .action((shell: string) => tab.setup('trunkline', 'trunkline', shell));
