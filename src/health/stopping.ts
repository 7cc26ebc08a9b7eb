import { Injectable } from '@nestjs/common';

/** Whether this process has been told to stop. It still does what it is asked; new requests are better sent elsewhere. */
@Injectable()
export class Stopping {
  private hasBegun = false;

  get begun(): boolean {
    return this.hasBegun;
  }

  begin(): void {
    this.hasBegun = true;
  }
}
