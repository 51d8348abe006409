/** Loaded into a worker by `--import`: removes the state check from its transaction, to see that the chaos check then fails. */
import { registerHooks } from 'node:module';

const GUARD = ' and processing_status in ${inList(UNFINISHED_INBOX_STATES)}';

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/claim-callbacks.ts')) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array | string as string).toString();
    if (!source.includes(GUARD)) throw new Error('The ablation does not find the state check in claim-callbacks.ts');
    return { ...loaded, source: source.replace(GUARD, '') };
  },
});
