export { campaign, campaignBody, campaignsPage, campaignsQuery } from './campaigns.ts';
export { callAttemptsPage, callAttemptsQuery } from './call-attempts.ts';
