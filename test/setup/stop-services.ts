/** Stops what start-services.ts started. */
export default async function stopServices(): Promise<void> {
  await (globalThis as { testServices?: AsyncDisposableStack }).testServices?.disposeAsync();
}
