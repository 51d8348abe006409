import type { Prisma } from '../generated/client.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A question as `interview_templates.questions` holds it. */
export type TemplateQuestion = { text: string; time_limit_seconds: number; rubric: string | null };

/** One version of a question set. */
export type InterviewTemplateRow = {
  id: string;
  jobDescriptionId: string;
  version: number;
  title: string;
  language: string;
  voice: string;
  questions: TemplateQuestion[];
  createdAt: Date;
};

const toRow = (row: Prisma.InterviewTemplateModel): InterviewTemplateRow => ({
  ...row,
  id: String(row.id),
  questions: row.questions as TemplateQuestion[],
});

export type TemplateToSave = Pick<InterviewTemplateRow, 'title' | 'language' | 'voice' | 'questions'> & {
  /** Undefined begins a new question set. */
  jobDescriptionId?: string | undefined;
};

/** Saves a question set as its next version; interviews keep the version that they began with. */
export async function saveInterviewTemplate(tx: Scoped, template: TemplateToSave): Promise<InterviewTemplateRow> {
  const { jobDescriptionId = crypto.randomUUID(), title, language, voice, questions } = template;
  const fields = { jobDescriptionId, title, language, voice, questions };
  return tx.prisma(async ({ interviewTemplate }) => {
    for (;;) {
      const { _max } = await interviewTemplate.aggregate({ where: { jobDescriptionId }, _max: { version: true } });
      const data = { ...fields, version: (_max.version ?? 0) + 1 };
      const [saved] = await interviewTemplate.createManyAndReturn({ data, skipDuplicates: true });
      if (saved) return toRow(saved); // else another request took this version
    }
  });
}

/** A version of a question set, the latest where `version` is undefined. */
export async function findInterviewTemplate(
  tx: Scoped,
  jobDescriptionId: string,
  version?: number,
): Promise<InterviewTemplateRow | undefined> {
  const where = { jobDescriptionId, ...given({ version }) };
  const found = await tx.prisma(({ interviewTemplate }) =>
    interviewTemplate.findFirst({ where, orderBy: { version: 'desc' } }),
  );
  return found ? toRow(found) : undefined;
}

const LISTED_AT_MOST = 500;

/** All versions of one question set, or the latest of each; newest first, at most 500. */
export async function listInterviewTemplates(tx: Scoped, jobDescriptionId?: string): Promise<InterviewTemplateRow[]> {
  return tx.prisma(async ({ interviewTemplate }) => {
    const where = jobDescriptionId === undefined ? await latestOfEach(interviewTemplate) : { jobDescriptionId };
    const rows = await interviewTemplate.findMany({ where, orderBy: { id: 'desc' }, take: LISTED_AT_MOST });
    return rows.map(toRow);
  });
}

/** Ids grow with the versions of a question set. */
async function latestOfEach(interviewTemplate: Prisma.TransactionClient['interviewTemplate']) {
  const latest = await interviewTemplate.groupBy({
    by: 'jobDescriptionId',
    _max: { id: true },
    orderBy: { _max: { id: 'desc' } },
    take: LISTED_AT_MOST,
  });
  return { id: { in: latest.map(({ _max }) => _max.id!) } };
}

/** Deletes a version that no interview began with; false where one did, or where there is none. */
export async function deleteInterviewTemplate(tx: Scoped, jobDescriptionId: string, version: number): Promise<boolean> {
  const where = { jobDescriptionId, version, interviews: { none: {} } };
  const { count } = await tx.prisma(({ interviewTemplate }) => interviewTemplate.deleteMany({ where }));
  return count === 1;
}
