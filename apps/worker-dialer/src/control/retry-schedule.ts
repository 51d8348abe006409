const FIRST_MS = 400;
const LONGEST_MS = 5000;

/** How long until a command is tried again that has been tried so often: somebody waits, so soon at first. */
export const againInMs = ({ attempts }: { attempts: number }): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempts - 3));
