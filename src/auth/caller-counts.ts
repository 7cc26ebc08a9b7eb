/** How many of something there are, in all and of each caller. Who has none takes no memory. */
export class CallerCounts {
  total = 0;
  private readonly byCaller = new Map<string, number>();

  of(caller: string): number {
    return this.byCaller.get(caller) ?? 0;
  }

  add(caller: string): void {
    this.change(caller, 1);
  }

  remove(caller: string): void {
    this.change(caller, -1);
  }

  private change(caller: string, by: 1 | -1): void {
    this.total += by;
    const own = this.of(caller) + by;
    if (own === 0) {
      this.byCaller.delete(caller);
    } else {
      this.byCaller.set(caller, own);
    }
  }
}
