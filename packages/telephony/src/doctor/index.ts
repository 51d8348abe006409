export {
  CHECK_STATES,
  checkOf,
  DOCTOR_CHECK_NAMES,
  DOCTOR_CHECKS,
  FINDING_LEVELS,
  inOrder,
  reportStateOf,
  uncheckedOf,
  type CheckState,
  type DoctorCheck,
  type DoctorCheckName,
  type Finding,
} from './doctor-report.ts';
export { isPrivateHost, publicUrlCheck, type PostedCallback, type PublicUrlOptions } from './public-url-check.ts';
