export { dialApprovalEnv, dialCapsEnv, dialNumberEnv, numberRuleOf, trialNumbersEnv } from './dial-env.ts';
export { openDialGuard } from './dial-guard.ts';
