/** How a command ends. */
export const EXIT = {
  fine: 0,
  /** It could not be done, such as with the database away; the remedy was said. */
  trouble: 1,
  usage: 2,
  /** It was done and found something wrong. */
  findings: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
