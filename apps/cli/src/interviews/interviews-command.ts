import type {
  interviewFlow,
  interviewResults,
  interviewsPage,
  triggeredInterview,
} from '@trunkline/api-contract/interviews';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand, type ListSpec } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { showCommand } from '../api/show-command.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { readWhole } from '../terminal/read-whole.ts';
import { shortTime } from '../terminal/short-time.ts';
import { describeProgress, describeResults, EMPTY_FLOW } from './describe-progress.ts';
import { watchInterview } from './watch-interview.ts';

type InterviewFlow = output<typeof interviewFlow>;
type InterviewResults = output<typeof interviewResults>;
type InterviewSummary = output<typeof interviewsPage>['data'][number];
type Options = TargetOptions & {
  template: string;
  ofVersion?: number;
  resume?: string;
  wait?: boolean;
  json?: boolean;
};

const EXAMPLES = `
Examples:
  npx trunkline interviews create 1002 --template de300000-0000-4000-8000-000000000002 --wait
  npx trunkline interviews list --status completed
  npx trunkline interviews get 0b5f1c1e-6f0e-4e0c-9d5c-0f6f3a1f2b11
  npx trunkline interviews results 0b5f1c1e-6f0e-4e0c-9d5c-0f6f3a1f2b11 --json

create calls the candidate. With --wait it prints questions, transcripts and scores as
they come, and ends with 10 if the interview fails.`;

const ID = 'UUID of the interview';

const LIST: ListSpec<InterviewSummary> = {
  path: '/api/interviews',
  filters: [
    { flag: '--status <status>', means: 'only with this status, such as completed', parameter: 'status' },
    { flag: '--candidate <number>', means: 'only of the candidate with this number', parameter: 'candidate_id' },
    { flag: '--template <id>', means: 'only with this question set', parameter: 'job_description_id' },
  ],
  columns: {
    interview: ({ interview_id: id }) => id,
    requested: ({ created_at: at }) => shortTime(at),
    candidate: ({ candidate }) => candidate.name ?? `${candidate.candidate_id}`,
    'question set': ({ template }) => template.title,
    status: ({ status }) => status,
    answered: ({ answered_questions: answered, total_questions: total }) => `${answered} of ${total}`,
    score: ({ overall_score: score }) => (score === null ? null : `${score}`),
    recommendation: ({ recommendation }) => recommendation,
  },
  none: () => 'No interview matches.',
};

/** `interviews`: calls a candidate, and shows the progress and the results. */
export function interviewsCommand(invocation: Invocation): Command {
  const { command: interviews, signal, end } = invocation;
  interviews.addHelpText('after', EXAMPLES);
  const create = interviews
    .command('create')
    .description('interview a candidate, or continue an unfinished interview')
    .argument('<candidate>', 'UUID or number of the candidate')
    .requiredOption('--template <id>', 'UUID of the question set; trunkline templates list has them')
    .option('--of-version <n>', 'this version of it; default: the latest', readWhole(1, 2_147_483_647))
    .option('--resume <id>', 'the unfinished interview to continue')
    .option('--wait', 'until it is scored or has failed')
    .option('--json', 'print the JSON of the API');
  withTarget(create).action(async (candidate: string, options: Options) => {
    const api = openApi(options, signal);
    const triggered = await api.post<output<typeof triggeredInterview>>('/api/trigger-interview', {
      candidate_id: /^\d{1,9}$/.test(candidate) ? Number(candidate) : candidate,
      job_description_id: options.template,
      template_version: options.ofVersion,
      resume: options.resume,
    });
    const id = triggered.interview_id;
    if (!options.wait) return printResult(options.json, triggered, () => describeTriggered(id));
    const progress = options.json ? process.stderr : process.stdout;
    const say = (line: string) => void progress.write(inLines(line));
    say(`Interview ${id}`);
    const isReady = await watchInterview(api, id, { say, signal });
    if (options.json) {
      const what = isReady ? 'results' : 'flow';
      printResult(true, await api.get<object>(`/api/interviews/${id}/${what}`), String);
    }
    end(isReady ? EXIT.ok : EXIT.findings);
  });
  listCommand<InterviewSummary>(
    interviews.command('list').description('list interviews, the latest first'),
    LIST,
    invocation,
  );
  const get = interviews.command('get').description('show the progress of an interview').argument('<id>', ID);
  showCommand<InterviewFlow>(get, { path: (id) => `/api/interviews/${id}/flow`, describe: describeFlow }, invocation);
  const results = interviews
    .command('results')
    .description('show the scores, the recommendation, and the decisions of people')
    .argument('<id>', ID);
  showCommand<InterviewResults>(
    results,
    { path: (id) => `/api/interviews/${id}/results`, describe: describeScored },
    invocation,
  );
  return interviews;
}

const describeTriggered = (id: string): string =>
  `Interview ${id} is requested; its call is placed as soon as possible.\nNext: npx trunkline interviews get ${id}\n`;

function headOf({ interview_id: id, candidate, template, ...interview }: InterviewFlow | InterviewResults): string[] {
  const { total_questions: total, answered_questions: answered } = interview;
  return [
    `Interview ${id}: ${interview.status}${interview.failure === null ? '' : `, ${interview.failure}`}`,
    `Candidate ${candidate.candidate_id}${candidate.name === null ? '' : `, ${candidate.name}`}`,
    `${template.title}, version ${template.version}: ${answered} of ${total} questions answered`,
    ...(interview.resumes === null ? [] : [`Continues interview ${interview.resumes}`]),
    ...(interview.resumed_by === null ? [] : [`Continued by interview ${interview.resumed_by}`]),
  ];
}

function describeFlow(flow: InterviewFlow): string {
  const call = flow.call_sid === null ? [] : [`Call ${flow.call_sid}`];
  const next = flow.stage === 'ready' ? ['', `Next: npx trunkline interviews results ${flow.interview_id}`] : [];
  return inLines(...headOf(flow), ...call, ...describeProgress(EMPTY_FLOW, flow), ...next);
}

function describeScored(results: InterviewResults): string {
  const { responses, decisions } = results;
  const answers = responses.flatMap(({ question_number: n, question, score, feedback }) => [
    '',
    `${n}. ${question}`,
    `   ${score === null ? 'No score' : `${score} of 10`}${feedback === null ? '' : `. ${feedback}`}`,
  ]);
  const decided = decisions.map(
    ({ decision, decided_by: by, note }) => `Decision: ${decision} by ${by}${note === null ? '' : `. ${note}`}`,
  );
  const people = decided.length > 0 ? ['', ...decided] : [];
  return inLines(...headOf(results), ...answers, ...describeResults(results), ...people);
}

/** Texts of one line or more, each line without characters that control a terminal. */
const inLines = (...texts: readonly string[]): string =>
  texts
    .flatMap((text) => text.split('\n'))
    .map((line) => `${printable(line)}\n`)
    .join('');
