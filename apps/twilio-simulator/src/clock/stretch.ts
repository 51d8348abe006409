/** How far a stretch of simulated seconds has come that is just going by; 0 if none is. */
export function openStretch(speed: number) {
  let began = 0;
  let length = 0;
  return {
    begin(seconds: number): void {
      began = performance.now();
      length = seconds;
    },
    seconds: (): number => Math.min(length, ((performance.now() - began) / 1000) * speed),
    end(): void {
      length = 0;
    },
  };
}
