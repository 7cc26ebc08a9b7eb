import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { StockController } from './stock.controller.js';
import { StockService } from './stock.service.js';

/**
 * The same requests with the same parts as the product has, put together as their documentation shows it: NestJS on
 * Fastify, its ValidationPipe on the product's own DTO classes, Prisma's client.
 */

const [databaseUrl = '', port = ''] = process.argv.slice(2);

@Module({
  controllers: [StockController],
  providers: [{ provide: StockService, useFactory: () => new StockService(databaseUrl) }],
})
class StockModule {}

const app = await NestFactory.create<NestFastifyApplication>(StockModule, new FastifyAdapter(), {
  logger: ['error', 'warn'],
});
await app.listen(Number(port), '127.0.0.1');
