/** Lets a round run only when none is under way; whoever asks for one meanwhile gets one more after it. */
export function oneAtATime(round: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let isWantedAgain = false;
  const run = async (): Promise<void> => {
    do {
      isWantedAgain = false;
      await round();
    } while (isWantedAgain);
  };
  return () => {
    isWantedAgain = true;
    running ??= run().finally(() => (running = undefined));
    return running;
  };
}
