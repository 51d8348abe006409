import type { Direction } from './call-record.ts';

const perMinute: Record<Direction, number> = { inbound: 0.0085, 'outbound-api': 0.014, 'outbound-dial': 0.014 };

/** Every begun minute is billed; a price is a negative number of dollars with five decimals. */
export function callPrice(direction: Direction, durationSeconds: number): string {
  return (-perMinute[direction] * billedMinutes(durationSeconds)).toFixed(5);
}

export const billedMinutes = (durationSeconds: number): number => Math.ceil(durationSeconds / 60);
