import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { PrismaService } from '../database/prisma.service.js';
import { Metrics } from './metrics.js';

/** How much of the process's connection pool is in use. */
@Injectable()
export class PoolMetrics {
  constructor({ registry }: Metrics, prisma: PrismaService) {
    const connections = new Gauge({
      name: 'database_pool_connections',
      help: 'Connections in the pool of this process, busy and idle ones.',
      labelNames: ['state'],
      registers: [registry],
      collect: () => {
        const { open, idle } = prisma.poolUsage();
        connections.set({ state: 'idle' }, idle);
        connections.set({ state: 'busy' }, open - idle);
      },
    });
    const waiting = new Gauge({
      name: 'database_pool_waiting',
      help: 'Who waits in this process for a connection of the pool. Lastingly above 0: it is too small, or the database too slow.',
      registers: [registry],
      collect: () => {
        waiting.set(prisma.poolUsage().waiting);
      },
    });
  }
}
