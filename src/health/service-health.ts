import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { type DatabaseTrouble, databaseTroubleOf, databaseTroubles } from '../database/database-trouble.js';
import { Durability } from '../database/durability.js';
import { neededRights } from '../database/needed-rights.js';
import { PrismaService } from '../database/prisma.service.js';
import { schemaStateOf } from '../database/schema-faults.js';
import { causeOf } from '../errors/failure-cause.js';
import { LastingTrouble } from '../trouble/lasting-trouble.js';
import type { TroubleKind } from '../trouble/trouble-kinds.js';
import { selectNoWorker } from './due-submissions.js';
import type { HealthState, HealthWarning, Missing, MissingCode } from './health-findings.js';

/** How often it is looked without being asked, so that the log tells what nobody asks for. */
const EVERY_MS = 10_000;

/** What reports trouble here. */
const SOURCE = 'health';

const troubleOf: Readonly<Record<MissingCode, TroubleKind>> = {
  'database-away': 'database-away',
  'database-read-only': 'database-away',
  'database-password': 'database-password',
  'database-missing': 'database-missing',
  'migration-missing': 'database-migration',
  'right-missing': 'database-right',
};

/** Whether this process can do its work, for whoever asks over HTTP and for the log. It never asks AWS. */
@Injectable()
export class ServiceHealth implements OnApplicationBootstrap, OnModuleDestroy {
  private underWay: Promise<HealthState> | undefined;
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly durability: Durability,
    private readonly trouble: LastingTrouble,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.looking = setInterval(() => void this.look(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.looking);
  }

  /**
   * What is missing and what is worth a warning. However many ask, one look is under way at a time. It never rejects.
   */
  look(): Promise<HealthState> {
    this.underWay ??= this.find().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  private async find(): Promise<HealthState> {
    const state = await this.ask().catch((error: unknown) => ({
      missing: [missingOf(error)],
      warnings: [],
    }));
    this.tell(state);
    return state;
  }

  private async ask(): Promise<HealthState> {
    const { isReadOnly, warnings } = await this.durability.look();
    const { faults, historyReadable } = await schemaStateOf(this.prisma, neededRights(this.settings));
    const missing: Missing[] = [
      ...(isReadOnly
        ? [{ code: 'database-read-only' as const, detail: 'The database takes no writes.' }]
        : []),
      ...faults,
    ];
    return {
      missing,
      warnings: [
        ...warnings,
        ...(historyReadable || missing.length > 0 ? [] : [unreadable]),
        // Its statement needs the tables, and the right to read them.
        ...(faults.length === 0 && (await this.hasNoWorker()) ? [noWorker] : []),
      ],
    };
  }

  private async hasNoWorker(): Promise<boolean> {
    const [row] = await this.prisma.runPlanned<{ no_worker: boolean }>(selectNoWorker);
    return row?.no_worker === true;
  }

  private tell({ missing, warnings }: HealthState): void {
    const found = new Map<TroubleKind, string>(missing.map(({ code, detail }) => [troubleOf[code], detail]));
    if (warnings.includes(noWorker)) {
      found.set('no-worker', 'nobody takes what is due');
    }
    for (const [kind, cause] of found) {
      this.trouble.report(kind, SOURCE, cause);
    }
    this.trouble.over(
      SOURCE,
      ...[...databaseTroubles, 'no-worker' as const].filter((kind) => !found.has(kind)),
    );
  }
}

const unreadable: HealthWarning = {
  code: 'migrations-unreadable',
  message:
    'The database role may not read _prisma_migrations: whether a migration is missing is told by the tables only.',
};

const noWorker: HealthWarning = {
  code: 'no-worker',
  message: 'Submissions have been due for more than 30 seconds, and no worker takes any.',
};

const detailOf: Readonly<Record<DatabaseTrouble['kind'], readonly [MissingCode, string]>> = {
  'database-away': ['database-away', 'The database does not answer.'],
  'database-password': ['database-password', 'The database does not let this service in.'],
  'database-missing': ['database-missing', 'The server has no such database.'],
  'database-migration': ['migration-missing', 'The database lacks a migration that this version needs.'],
  'database-right': ['right-missing', 'The database role lacks a right that this service needs.'],
};

function missingOf(error: unknown): Missing {
  const { kind, cause } = databaseTroubleOf(error) ?? { kind: 'database-away', cause: causeOf(error) };
  const [code, words] = detailOf[kind];
  return { code, detail: `${words} (${cause})` };
}
