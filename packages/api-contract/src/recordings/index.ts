export {
  availabilityPage,
  availabilityQuery,
  recording,
  twilioRecordingsPage,
  twilioRecordingsQuery,
} from './recordings.ts';
