/** SQL: a factor that spreads a delay by a quarter either way, like `PROPORTIONAL_JITTER` of `@trunkline/service`. */
export const JITTER = '(0.75 + random() / 2)';
