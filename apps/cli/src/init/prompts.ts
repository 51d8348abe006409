import { EXIT } from '../invocation.ts';

type Choice = { value: string; label: string; hint?: string };

/** Questions at a terminal. Ctrl-C ends the process with 130, and nothing is written. */
export type Prompts = {
  begin: (title: string) => void;
  say: (line: string) => void;
  complain: (line: string) => void;
  /** `fault` says what is wrong with an answer. */
  ask: (question: string, fault: (answer: string | undefined) => string | undefined) => Promise<string>;
  askSecret: (question: string) => Promise<string>;
  choose: (question: string, choices: Choice[]) => Promise<string>;
  chooseSome: (question: string, choices: Choice[]) => Promise<string[]>;
  /** Shows that something takes a moment. */
  during: <T>(what: string, work: Promise<T>) => Promise<T>;
  finish: (line: string) => void;
};

/** Loads the questions; they go to stderr, as everything that is no result. */
export async function openPrompts(): Promise<Prompts> {
  const clack = await import('@clack/prompts');
  const output = process.stderr;
  function answered<T>(answer: T): Exclude<T, symbol> {
    if (!clack.isCancel(answer)) return answer as Exclude<T, symbol>;
    clack.cancel('Nothing was written.', { output });
    process.exit(EXIT.interrupted);
  }
  return {
    begin: (title) => clack.intro(title, { output }),
    say: (line) => clack.log.success(line, { output }),
    complain: (line) => clack.log.error(line, { output }),
    ask: async (message, validate) => answered(await clack.text({ message, validate, output })),
    askSecret: async (message) =>
      answered(await clack.password({ message, output, validate: (text) => (text ? undefined : 'It is needed.') })),
    choose: async (message, options) => answered(await clack.select({ message, options, output })),
    async chooseSome(message, options) {
      const initialValues = options.length === 1 ? options.map(({ value }) => value) : [];
      return answered(await clack.multiselect({ message, options, initialValues, required: false, output }));
    },
    async during(what, work) {
      const spinner = clack.spinner({ output });
      spinner.start(what);
      try {
        return await work;
      } finally {
        spinner.clear();
      }
    },
    finish: (line) => clack.outro(line, { output }),
  };
}
