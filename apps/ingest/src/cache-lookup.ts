/**
 * A look-up that remembers what it found, of the most recent keys. What is not there, or could not be looked up, is asked
 * for again; those who ask at once share one question.
 */
export function rememberRecent<T>(
  find: (key: string) => Promise<T | undefined>,
  atMost: number,
): (key: string) => Promise<T | undefined> {
  const known = new Map<string, Promise<T | undefined>>();
  return async (key) => {
    const found = known.get(key) ?? find(key);
    known.delete(key); // and in again at the end: the first is the one that nobody asked for longest
    known.set(key, found);
    if (known.size > atMost) known.delete(known.keys().next().value!);
    const forget = () => known.get(key) === found && known.delete(key);
    const value = await found.catch((error: unknown) => {
      forget();
      throw error;
    });
    if (value === undefined) forget();
    return value;
  };
}
