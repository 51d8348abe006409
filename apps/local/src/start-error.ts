/** Something that the person who starts can put right; the message says how. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
