/** Loaded into a worker by `--import`: takes away what applies rows without a job, to see that the chaos check then fails. */
import { registerHooks } from 'node:module';

const CLAIM = 'await claimFreshCallbacks(db.pool, CLAIM_AT_MOST)';

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/worker-status/src/main.ts')) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array | string as string).toString();
    if (!source.includes(CLAIM)) throw new Error('The ablation does not find the direct claim in main.ts');
    return { ...loaded, source: source.replace(CLAIM, '(void claimFreshCallbacks, void CLAIM_AT_MOST, [])') };
  },
});
