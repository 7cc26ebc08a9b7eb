import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.js';
import { findingsOf } from './class-validator-findings.js';

/** Checks query parameters by their class; an unknown one is refused, as `?sumbit=true` would save without submitting. */
@Injectable()
class QueryPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      // One finding for each parameter: what is no number is not too large besides.
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) =>
        new DomainError('invalid-request', 'The request has query parameters that can’t be read.', {
          errors: findingsOf(errors).map(({ pointer = '', code, message }) => ({
            parameter: pointer.slice(1),
            code,
            message: message.endsWith(' should not exist') ? 'There is no such parameter.' : message,
          })),
        }),
    });
  }

  override async transform(query: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // Most requests have none, and the validator takes as long to find nothing as all of the body's checks.
    if (
      metadata.metatype !== undefined &&
      typeof query === 'object' &&
      Object.keys(query ?? {}).length === 0
    ) {
      return Reflect.construct(metadata.metatype, []);
    }
    return super.transform(query, metadata);
  }
}

export const queryPipe = new QueryPipe();
