import { checkOf, failure, warning, type DoctorCheck, type Finding } from '@trunkline/telephony/doctor';
import { statfs } from 'node:fs/promises';
import { CHECKOUT } from '../checkout.ts';

const GIB = 1024 ** 3;
const WARN_BELOW_GIB = 2;
const FAIL_BELOW_GIB = 0.2;

/** The machine on which the command runs: its Node, and its disk. */
export async function checkMachine(folder = CHECKOUT): Promise<DoctorCheck> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / GIB;
  const size = `${free < 10 ? free.toFixed(1) : Math.round(free)} GiB`;
  return checkOf('this-machine', `Node ${process.versions.node}, ${size} free`, judgeDisk(free, size));
}

function judgeDisk(free: number, size: string): Finding[] {
  if (free >= WARN_BELOW_GIB) return [];
  const make = free < FAIL_BELOW_GIB ? failure : warning;
  const sentence = `Only ${size} of the disk are free: the spool, recordings and Postgres need more.`;
  return [make('disk-full', sentence, 'Free some space, or move .data to a larger disk.')];
}
