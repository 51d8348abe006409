export { readDurability } from './read-durability.ts';
export {
  claimDoctorRun,
  deleteOldDoctorRuns,
  findDoctorRun,
  findLatestDoctorRun,
  requestDoctorRun,
  settleDoctorRun,
  type DoctorRun,
} from './doctor-runs.ts';
