/** Prints a result on stdout: as JSON, or as the text that describes it. */
export function printResult<T>(isJson: boolean | undefined, result: T, describe: (result: T) => string): void {
  process.stdout.write(isJson ? `${JSON.stringify(result, null, 2)}\n` : describe(result));
}
