/** A counter that goes on where a restarted process begins again at zero. */
export class Tally {
  #before = 0;
  #latest: number | undefined;

  /** Notes what the process says now; undefined, while it does not answer, changes nothing. */
  note(value: number | undefined): number | undefined {
    if (value === undefined) return this.total;
    if (this.#latest !== undefined && value < this.#latest) this.#before += this.#latest;
    this.#latest = value;
    return this.total;
  }

  get total(): number | undefined {
    return this.#latest === undefined ? undefined : this.#before + this.#latest;
  }
}
