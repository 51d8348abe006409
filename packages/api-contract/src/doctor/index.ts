export { doctorCheck, doctorReport } from './doctor.ts';
