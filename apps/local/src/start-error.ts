/** A fault that the user can fix; the message says how and is shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
