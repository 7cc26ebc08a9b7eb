import { Module } from '@nestjs/common';
import { ApiKeyUses } from './api-keys/api-key-uses.js';
import { ApiKeys } from './api-keys/api-keys.js';
import { Authenticator } from './authenticator.js';
import { Tokens } from './oidc/tokens.js';

@Module({ providers: [ApiKeyUses, ApiKeys, Tokens, Authenticator], exports: [Authenticator] })
export class AuthModule {}
