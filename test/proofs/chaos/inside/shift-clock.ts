/** Loaded into an app by `--import`: its wall clock is wrong by `CLOCK_SHIFT_MS`. Its timers run as before. */
import { shiftClock } from '../../../support/shift-clock.ts';

shiftClock(Number(process.env['CLOCK_SHIFT_MS']));
