/** Something that a person can mend, told with the remedy. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}
