import type { interviewTemplate, interviewTemplatesPage } from '@trunkline/api-contract/interviews';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { showCommand } from '../api/show-command.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { readWhole } from '../terminal/read-whole.ts';
import { shortTime } from '../terminal/short-time.ts';
import type { TemplateFile } from './template-file.ts';

type ListedTemplate = output<typeof interviewTemplatesPage>['data'][number];
type Template = output<typeof interviewTemplate>;

const EXAMPLES = `
Examples:
  npx trunkline templates list
  npx trunkline templates get de300000-0000-4000-8000-000000000002 --of-version 1 --json
  npx trunkline templates lint engineer.json
  npx trunkline templates save engineer.json

A file is the JSON of POST /api/interview-templates:
  { "title": "Engineer", "questions": [{ "text": "What did you build?", "time_limit_seconds": 120 }] }
lint checks it by the schema of the API, without one.

Exit code of lint: 0 if the file can be saved, 10 if not.`;

/** `templates`: lists question sets, shows one, checks a file, and saves it. */
export function templatesCommand(invocation: Invocation): Command {
  const { command: templates, signal, end } = invocation;
  templates.addHelpText('after', EXAMPLES);
  listCommand<ListedTemplate>(
    templates.command('list').description('list the latest version of each question set, the latest first'),
    {
      path: '/api/interview-templates',
      columns: {
        template: ({ job_description_id: id }) => id,
        version: ({ version }) => `${version}`,
        title: ({ title }) => title,
        language: ({ language }) => language,
        questions: ({ questions }) => `${questions.length}`,
        created: ({ created_at: at }) => shortTime(at),
      },
      none: () => 'There is no question set. Save one: npx trunkline templates save FILE',
    },
    invocation,
  );
  const get = templates
    .command('get')
    .description('show a question set')
    .argument('<id>', 'UUID of the question set (job_description_id)')
    .option('--of-version <n>', 'this version; default: the latest', readWhole(1, 2_147_483_647));
  const path = (id: string, _: unknown, { ofVersion }: { ofVersion?: number }): string =>
    `/api/interview-templates/${id}${ofVersion === undefined ? '' : `?version=${ofVersion}`}`;
  showCommand<Template>(get, { path, describe: describeTemplate }, invocation);
  templates
    .command('lint')
    .description('check a file before it is saved')
    .argument('<file>', 'file of JSON, or - for stdin')
    .option('--json', 'print one JSON object: { "valid", "errors" }')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const read = await readFile(file);
      const errors = 'errors' in read ? read.errors : [];
      printResult(json, { valid: errors.length === 0, errors }, () => describeFile(file, read));
      end(errors.length === 0 ? EXIT.ok : EXIT.findings);
    });
  const save = templates
    .command('save')
    .description('save a file as a new question set, or as the next version of the one that it names')
    .argument('<file>', 'file of JSON, or - for stdin')
    .option('--json', 'print the JSON of the API');
  withTarget(save).action(async (file: string, { json, ...target }: TargetOptions & { json?: boolean }) => {
    const read = await readFile(file);
    if ('errors' in read) throw new CliError(describeFile(file, read).trimEnd(), { exit: EXIT.usage });
    const saved = await openApi(target, signal).post<Template>('/api/interview-templates', read.given);
    printResult(
      json,
      saved,
      ({ job_description_id: id, version }) => `Question set ${id} is saved as version ${version}.\n`,
    );
  });
  return templates;
}

/** The schema takes longer to load than the other commands run. */
const readFile = async (file: string): Promise<TemplateFile> =>
  (await import('./template-file.ts')).readTemplateFile(file);

function describeFile(path: string, read: TemplateFile): string {
  const file = path === '-' ? 'stdin' : path;
  if ('errors' in read)
    return [`${file} cannot be saved:`, ...read.errors.map(({ pointer, message }) => `  ${pointer || '/'}  ${message}`)]
      .map((line) => `${printable(line)}\n`)
      .join('');
  const { title, language, questions } = read.template;
  const seconds = questions.reduce((sum, question) => sum + question.time_limit_seconds, 0);
  const count = questions.length === 1 ? '1 question' : `${questions.length} questions`;
  return `${printable(`${file} can be saved: “${title}”, ${language}, ${count}, answers of at most ${seconds} s in all.`)}\n`;
}

function describeTemplate({ job_description_id: id, version, title, language, voice, questions }: Template): string {
  const asked = questions.flatMap(({ text, time_limit_seconds: seconds, rubric }, n) => [
    `${n + 1}. ${text} (${seconds} s)`,
    ...(rubric === null ? [] : [`   Rubric: ${rubric}`]),
  ]);
  return [`Question set ${id}, version ${version}`, `${title}, ${language}, ${voice}`, '', ...asked]
    .map((line) => `${printable(line)}\n`)
    .join('');
}
