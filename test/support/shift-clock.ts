/** Shifts `Date` of this process, or of this test file, until it is disposed of. The clock of Postgres and timers stay as they are. */
export function shiftClock(ms: number): Disposable {
  const RealDate = Date;
  class ShiftedDate extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [ShiftedDate.now()] : given) as [number]));
    }
    static override now(): number {
      return RealDate.now() + ms;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  return { [Symbol.dispose]: () => void (globalThis.Date = RealDate) };
}
