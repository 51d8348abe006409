import type { Scoped } from '../connection/with-actor.ts';

/** Figures of the interviews with a question set. Times are seconds; a figure without data is null. */
export type TemplateAnalytics = {
  interviews: { total: number; open: number; completed: number; partial: number; failed: number; resumed: number };
  scores: Spread;
  recommendations: Record<string, number>;
  decisions: Record<string, number>;
  questions: ({
    questionNumber: number;
    question: string;
    answered: number;
    noAnswer: number;
    repeated: number;
    meanSeconds: number | null;
    medianSeconds: number | null;
    longestSeconds: number | null;
  } & { scores: Spread })[];
};

type Spread = {
  count: number;
  mean: number | null;
  deviation: number | null;
  lowest: number | null;
  lowerQuartile: number | null;
  median: number | null;
  upperQuartile: number | null;
  highest: number | null;
};

/** Over all versions of a question set, or one. SQL: percentiles. */
export async function readTemplateAnalytics(
  tx: Scoped,
  jobDescriptionId: string,
  version?: number,
): Promise<TemplateAnalytics> {
  const { rows } = await tx.query<TemplateAnalytics>(SQL, [jobDescriptionId, version ?? null]);
  return rows[0]!;
}

const spread = (value: string) => `json_build_object('count', count(${value}), 'mean', round(avg(${value}), 2),
  'deviation', round(stddev_pop(${value}), 2), 'lowest', min(${value}),
  'lowerQuartile', percentile_cont(0.25) within group (order by ${value}),
  'median', percentile_cont(0.5) within group (order by ${value}),
  'upperQuartile', percentile_cont(0.75) within group (order by ${value}), 'highest', max(${value}))`;

/** Questions have the wording of the latest version. */
const SQL = `
with template as (
  select id, version, questions from interview_templates where job_description_id = $1 and version = coalesce($2, version)
),
interview as materialized (select i.* from interviews i join template t on t.id = i.template_id),
result as (
  select distinct on (s.interview_id) s.interview_id, s.overall_score, s.recommendation
  from interview_results s join interview i on i.id = s.interview_id order by s.interview_id, s.version desc
),
decision as (
  select distinct on (d.interview_id) d.interview_id, d.decision
  from interview_decisions d join interview i on i.id = d.interview_id order by d.interview_id, d.id desc
),
response as (
  select r.*, (select s.score from interview_scores s where s.response_id = r.id order by s.version desc limit 1)::numeric as score
  from interview_responses r join interview i on i.id = r.interview_id
),
question as (
  select n::integer as n, q ->> 'text' as text
  from (select questions from template order by version desc limit 1) t, jsonb_array_elements(t.questions) with ordinality as e(q, n)
),
asked as (
  select q.n, json_build_object('questionNumber', q.n, 'question', q.text,
    'answered', count(distinct r.interview_id) filter (where r.recording_sid is not null),
    'noAnswer', count(distinct r.interview_id) filter (where r.id is not null and r.recording_sid is null),
    'repeated', count(distinct r.interview_id) filter (where r.attempt > 1),
    'meanSeconds', round(avg(r.duration_sec), 1),
    'medianSeconds', percentile_cont(0.5) within group (order by r.duration_sec),
    'longestSeconds', max(r.duration_sec), 'scores', ${spread('r.score')}) as figures
  from question q left join response r on r.question_number = q.n group by q.n, q.text
)
select
  (select json_build_object('total', count(*), 'open', count(*) filter (where status in ('pending', 'calling', 'in_progress')),
    'completed', count(*) filter (where status = 'completed'), 'partial', count(*) filter (where status = 'partial'),
    'failed', count(*) filter (where status = 'failed'), 'resumed', count(*) filter (where resumes is not null)) from interview) as interviews,
  (select ${spread('overall_score')} from result) as scores,
  (select coalesce(json_object_agg(recommendation, n), '{}') from (select recommendation, count(*) as n from result group by 1) g) as recommendations,
  (select coalesce(json_object_agg(decision, n), '{}') from (select decision, count(*) as n from decision group by 1) g) as decisions,
  (select coalesce(json_agg(figures order by n), '[]') from asked) as questions`;
