/**
 * A row that is still coming in. What comes in pieces of a byte each is copied once for each time that the buffer has
 * doubled, not once for each piece.
 */
export class RowBuffer {
  private bytes = Buffer.allocUnsafe(1024);
  private length = 0;

  /** @param most what comes after as many bytes is left out */
  constructor(private readonly most: number) {}

  append(part: Uint8Array): void {
    const kept = part.subarray(0, this.most - this.length);
    const length = this.length + kept.length;
    if (length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.most, Math.max(length, 2 * this.bytes.length)));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    this.bytes.set(kept, this.length);
    this.length = length;
  }

  /** All of it; a new row begins. */
  take(): Buffer {
    const row = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    return row;
  }
}
