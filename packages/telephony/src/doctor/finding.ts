/** `failure`: callbacks are lost, or a part does not work. `warning`: it works, and less well than it could. */
export const FINDING_LEVELS = ['failure', 'warning'] as const;

/** Something that is wrong, and what to do. */
export type Finding = {
  /** Its name for programs, such as `voice-url-host`. */
  kind: string;
  level: (typeof FINDING_LEVELS)[number];
  /** What it is about, such as `number +16175006181`; null: the whole installation. */
  subject: string | null;
  sentence: string;
  fix: string;
};

type Make = (kind: string, sentence: string, fix: string, subject?: string | null) => Finding;

const ofLevel =
  (level: Finding['level']): Make =>
  (kind, sentence, fix, subject = null) => ({ kind, level, subject, sentence, fix });

/** Makes a finding; without a subject it is about the whole installation. */
export const failure = ofLevel('failure');
export const warning = ofLevel('warning');

/** Makes findings about one thing, such as `number +16175006181`; what is said of it goes on after its name. */
export function findingsAbout(
  subject: string,
): Record<Finding['level'], (...given: [kind: string, said: string, fix: string]) => Finding> {
  const name = subject.charAt(0).toUpperCase() + subject.slice(1);
  return {
    failure: (kind, said, fix) => failure(kind, `${name} ${said}`, fix, subject),
    warning: (kind, said, fix) => warning(kind, `${name} ${said}`, fix, subject),
  };
}
