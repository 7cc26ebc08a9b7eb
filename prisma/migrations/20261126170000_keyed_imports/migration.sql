-- CreateEnum
CREATE TYPE "KeyedImportOutcome" AS ENUM ('created', 'duplicate', 'refused');

-- AlterTable
ALTER TABLE "idempotency_keys" ADD COLUMN     "import_id" UUID;

-- CreateTable
CREATE TABLE "keyed_imports" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "recorded" INTEGER NOT NULL DEFAULT 0,
    "complete" BOOLEAN,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "keyed_imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "keyed_import_rows" (
    "import_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "outcome" "KeyedImportOutcome" NOT NULL,
    "engagement_id" UUID,
    "ready" BOOLEAN,

    CONSTRAINT "keyed_import_rows_pkey" PRIMARY KEY ("import_id","row")
);

-- CreateIndex
CREATE INDEX "keyed_imports_used_at_idx" ON "keyed_imports"("used_at");

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "keyed_imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "keyed_import_rows" ADD CONSTRAINT "keyed_import_rows_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "keyed_imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on. The way from an import that is deleted to its key; no other key is in it.
CREATE INDEX "idempotency_keys_import_id" ON "idempotency_keys" ("import_id") WHERE "import_id" IS NOT NULL;

ALTER TABLE "keyed_import_rows" ADD CONSTRAINT "keyed_import_rows_fingerprint_length" CHECK (octet_length("fingerprint") = 16);

ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_one_work",
    ADD CONSTRAINT "idempotency_keys_one_work" CHECK (num_nonnulls("engagement_id", "batch_id", "import_id") = 1);
