export { saveCallAttempts } from './save-call-attempts.ts';
export { findCampaignScript } from './find-campaign-script.ts';
export { findCampaign, listCampaigns } from './list-campaigns.ts';
export { saveCampaign } from './campaigns.ts';
export { listCallAttempts } from './list-call-attempts.ts';
