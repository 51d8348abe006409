/** Removing node_modules is what mends every kind of an unfinished installation; `npm install` alone does not. */
export const REMEDY = 'rm -rf node_modules && npm install';

const SHOWN = 5;

/** What to say about an unfinished installation. */
export function describeUnfinished(/** @type {string[]} */ missing) {
  const more = missing.length > SHOWN ? [`and ${missing.length - SHOWN} more`] : [];
  const lines = [...missing.slice(0, SHOWN), ...more].map((line) => `  ${line}\n`).join('');
  return `The installation is not finished. These are missing or incomplete:\n${lines}Run: ${REMEDY}`;
}

/** Whether an error comes from a file that is missing or cut short in node_modules. */
export function isBrokenPackage(/** @type {unknown} */ error) {
  const { code, name, message, stack } = Object(error);
  const isMissing = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND' || name === 'SyntaxError';
  return isMissing && /node_modules/.test(`${message}\n${stack}`);
}
