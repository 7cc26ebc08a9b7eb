-- AlterTable
ALTER TABLE "submissions" DROP COLUMN "leased_until",
-- Submissions of before had the default of SUBMISSION_MAX_ATTEMPTS.
ADD COLUMN     "attempt_limit" INTEGER NOT NULL DEFAULT 8,
ADD COLUMN     "attempt_open" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "submission_pace" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "next_slot" TIMESTAMPTZ(6) NOT NULL,
    "slowed_until" TIMESTAMPTZ(6),

    CONSTRAINT "submission_pace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engagement_events" (
    "id" BIGSERIAL NOT NULL,
    "engagement_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "engagement_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "created_by" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "engagement_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "busy_until" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("created_by","key")
);

-- CreateIndex
CREATE INDEX "engagement_events_engagement_id_id_idx" ON "engagement_events"("engagement_id", "id");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "idempotency_keys_engagement_id_idx" ON "idempotency_keys"("engagement_id");

-- By hand from here on: what Prisma's schema language can't say.
ALTER TABLE "submissions" ALTER COLUMN "attempt_limit" DROP DEFAULT;

ALTER TABLE "submission_pace" ADD CONSTRAINT "submission_pace_one_row" CHECK ("id" = 1);

ALTER TABLE "idempotency_keys"
    ADD CONSTRAINT "idempotency_keys_key_length" CHECK (char_length("key") BETWEEN 1 AND 255);

-- A history that can be rewritten proves nothing.
CREATE FUNCTION "engagement_events_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'engagement_events is append-only';
END
$$;

CREATE TRIGGER "engagement_events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "engagement_events"
    FOR EACH STATEMENT EXECUTE FUNCTION "engagement_events_refuse_change"();
