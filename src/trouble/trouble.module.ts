import { Global, Module } from '@nestjs/common';
import { LastingTrouble } from './lasting-trouble.js';

@Global()
@Module({
  providers: [{ provide: LastingTrouble, useFactory: () => new LastingTrouble() }],
  exports: [LastingTrouble],
})
export class TroubleModule {}
