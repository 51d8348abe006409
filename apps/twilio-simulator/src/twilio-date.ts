/** RFC 2822 in UTC as Twilio writes it: `Thu, 12 Feb 2026 11:48:25 +0000`, whole seconds. */
export function twilioDate(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}
