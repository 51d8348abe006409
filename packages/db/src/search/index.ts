export {
  findCandidateHits,
  findInterviewHits,
  findRecordingHits,
  findUserHits,
  type CandidateHit,
  type InterviewHit,
  type RecordingHit,
  type UserHit,
} from './find-hits.ts';
