import { createParamDecorator } from '@nestjs/common';

/** Who makes a request. */
export interface Caller {
  readonly id: string;
}

const anonymous: Caller = { id: 'anonymous' };

/** The caller of the request being handled. As yet callers do not sign in, so everyone is the same one. */
export const CurrentCaller = createParamDecorator((): Caller => anonymous);
