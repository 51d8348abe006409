import { registerHooks } from 'node:module';

/** Loads the module whose path ends with `file` with one piece of its source replaced: a safeguard that a proof does without. */
export function replaceSource(file: string, piece: string, replacement: string): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(file)) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array | string as string).toString();
      if (!source.includes(piece)) throw new Error(`The ablation does not find its piece of ${file}`);
      return { ...loaded, source: source.replace(piece, replacement) };
    },
  });
}
