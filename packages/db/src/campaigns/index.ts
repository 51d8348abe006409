export { saveCallAttempts } from './save-call-attempts.ts';
export { findCampaign, findCampaignScript, listCampaigns, saveCampaign } from './campaigns.ts';
export { listCallAttempts } from './list-call-attempts.ts';
