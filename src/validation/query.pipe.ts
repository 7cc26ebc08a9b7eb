import { ValidationPipe } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.js';
import { findingsOf } from './class-validator-findings.js';

/** Checks query parameters by their class; an unknown one is refused, as `?sumbit=true` would save without submitting. */
export const queryPipe = new ValidationPipe({
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
