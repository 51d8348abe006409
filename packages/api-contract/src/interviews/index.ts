export { template, templateAnalytics, templateBody, templateList, versionQuery } from './interview-templates.ts';
export {
  decisionAnswer,
  decisionBody,
  flowAnswer,
  flowBody,
  interviewFlow,
  interviewResults,
  rescoreAnswer,
  triggerAnswer,
  triggerBody,
  type TriggerBody,
} from './interviews.ts';
