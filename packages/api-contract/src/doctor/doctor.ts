import { CHECK_STATES, DOCTOR_CHECK_NAMES, FINDING_LEVELS } from '@trunkline/telephony/doctor';
import { z } from 'zod';
import { timestamp } from '../http/answer-values.ts';
import { described } from '../http/described.ts';

const finding = z
  .object({
    kind: described(z.string(), 'Its name for programs', 'voice-url-host'),
    level: described(
      z.enum(FINDING_LEVELS),
      'failure: callbacks are lost, or a part does not work; warning: it works less well than it could',
    ),
    subject: described(z.string().nullable(), 'What it is about; null: the whole installation', 'number +16175006181'),
    sentence: described(z.string(), 'What is wrong, and what that means'),
    fix: described(z.string(), 'What to do', 'npx trunkline connect +16175006181'),
  })
  .meta({ id: 'DoctorFinding' });

export const doctorCheck = z
  .object({
    name: described(z.enum(DOCTOR_CHECK_NAMES), 'What was examined', 'numbers'),
    title: described(z.string(), 'Its name for people', 'Phone numbers'),
    state: described(
      z.enum(CHECK_STATES),
      'That of its worst finding; unknown: it could not be examined; off: there is nothing to examine',
      'ok',
    ),
    detail: described(z.string(), 'What was examined, or why it was not', '2 examined'),
    findings: described(z.array(finding), 'What is wrong; empty where nothing is'),
    checked_at: described(timestamp.nullable(), 'When it was examined; null where it never was'),
  })
  .meta({ id: 'DoctorCheck' });

export const doctorReport = z
  .object({
    state: described(
      z.enum(['ok', 'warning', 'failure', 'unknown']),
      'That of the worst check; unknown where nothing is wrong, yet not all could be examined',
      'ok',
    ),
    is_settled: described(z.boolean(), 'False while worker-reconcile has not examined Twilio: ask again'),
    checks: z.array(doctorCheck),
  })
  .meta({ id: 'DoctorReport' });
