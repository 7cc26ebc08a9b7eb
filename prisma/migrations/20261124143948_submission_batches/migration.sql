-- CreateTable
CREATE TABLE "submission_batches" (
    "id" UUID NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rows" JSONB NOT NULL,

    CONSTRAINT "submission_batches_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "submission_batches_created_at_idx" ON "submission_batches"("created_at");
