export {
  CHECK_STATES,
  checkOf,
  CHECKS_OF_TWILIO,
  DOCTOR_CHECK_NAMES,
  DOCTOR_CHECKS,
  inOrder,
  reportStateOf,
  uncheckedOf,
  type CheckState,
  type DoctorCheck,
  type DoctorCheckName,
} from './doctor-report.ts';
export { failure, FINDING_LEVELS, findingsAbout, warning, type Finding } from './finding.ts';
