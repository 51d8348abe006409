/** Loaded into a worker by `--import`: takes the state check out of its transaction, to see that chaos then fails. */
import { registerHooks } from 'node:module';

const GUARD = ` and processing_status in ('pending', 'processing', 'failed')`;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/claim-callbacks.ts')) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array | string as string).toString();
    if (!source.includes(GUARD)) throw new Error('The state check is not where the ablation looks for it');
    return { ...loaded, source: source.replace(GUARD, '') };
  },
});
