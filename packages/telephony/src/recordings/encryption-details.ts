/**
 * EncryptionDetails of a recording as JSON text: a callback has them as text, the REST API as an object. Undefined where
 * they are empty. A text that is no JSON is kept: it still says that the recording is encrypted.
 */
export function encryptionDetails(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) return isEmpty(value) ? undefined : JSON.stringify(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed !== 'object' || parsed === null || isEmpty(parsed)) return undefined;
  } catch {
    // kept as it is
  }
  return value;
}

const isEmpty = (details: object): boolean => Object.values(details).every((part) => part === null || part === '');
