-- By hand: a default below needs it. A UUIDv7 (RFC 9562, section 5.7) by this server's clock, so that ids sort by
-- creation whatever the clocks of the service's processes say. PostgreSQL has its own from version 18 on.
CREATE FUNCTION "uuid_v7"() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (
        lpad(to_hex(micros / 1000), 12, '0') || '7'
        -- The twelve bits after the milliseconds are the fraction of one: rows of one statement keep their order.
        || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0')
        -- Variant and random bits are those of a version 4.
        || substr(replace(gen_random_uuid()::text, '-', ''), 17)
    )::uuid
    FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros) AS now
$$;

-- CreateEnum
CREATE TYPE "SubmissionStep" AS ENUM ('send', 'look_up');

-- AlterTable
ALTER TABLE "engagements" ALTER COLUMN "id" SET DEFAULT uuid_v7();

-- AlterTable
ALTER TABLE "idempotency_keys" DROP COLUMN "busy_until",
ADD COLUMN     "batch_id" UUID,
ALTER COLUMN "engagement_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "submission_pace" ADD COLUMN     "credentials_refused_at" TIMESTAMPTZ(3),
ADD COLUMN     "probe_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "submissions" DROP COLUMN "attempt_limit",
DROP COLUMN "next_attempt_at",
ADD COLUMN     "absent_at" TIMESTAMPTZ(3),
ADD COLUMN     "delay_ms" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "due_at" TIMESTAMPTZ(3) DEFAULT clock_timestamp(),
ADD COLUMN     "held_by" UUID,
ADD COLUMN     "held_until" TIMESTAMPTZ(3),
ADD COLUMN     "lost_in_a_row" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refused_at" TIMESTAMPTZ(3),
ADD COLUMN     "setbacks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "step" "SubmissionStep" NOT NULL DEFAULT 'send',
ADD COLUMN     "unknown_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "urgency" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "waiting_since" TIMESTAMPTZ(3),
ALTER COLUMN "id" SET DEFAULT uuid_v7(),
ALTER COLUMN "requested_at" SET DEFAULT clock_timestamp();

-- CreateTable
CREATE TABLE "submission_batch_rows" (
    "batch_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "error" JSONB,

    CONSTRAINT "submission_batch_rows_pkey" PRIMARY KEY ("batch_id","position")
);

-- AddForeignKey
ALTER TABLE "submission_batch_rows" ADD CONSTRAINT "submission_batch_rows_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "submission_batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on. What was open goes on. Where anything was sent AWS is asked first, and nothing counts as known:
-- what the former version took for certain was not always so.
UPDATE "submissions" SET "due_at" = NULL WHERE "settled_at" IS NOT NULL;
UPDATE "submissions" SET "step" = 'look_up', "outcome_unknown" = true
WHERE "settled_at" IS NULL AND ("attempts" > 0 OR "outcome_unknown" OR "attempt_open");
UPDATE "submissions" SET "attempt_open" = false;

-- Errors are kept as their code; title and status are made where they are told.
CREATE FUNCTION pg_temp.stored_problem(problem jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('code', replace(problem ->> 'type', '/problems/', '')) || (problem - 'type' - 'title' - 'status')
$$;
UPDATE "submissions" SET "last_error" = pg_temp.stored_problem("last_error") WHERE "last_error" ? 'type';

INSERT INTO "submission_batch_rows" ("batch_id", "position", "result", "error")
SELECT "id", place - 1, entry ->> 'result', pg_temp.stored_problem(entry -> 'error')
FROM "submission_batches", jsonb_array_elements("rows") WITH ORDINALITY AS entries (entry, place);
ALTER TABLE "submission_batches" ADD COLUMN "ids" JSONB;
UPDATE "submission_batches" SET "ids" = jsonb_path_query_array("rows", '$[*].id');
ALTER TABLE "submission_batches" ALTER COLUMN "ids" SET NOT NULL,
ALTER COLUMN "id" SET DEFAULT uuid_v7(),
DROP COLUMN "rows";

-- An answer that was not final is made anew from where the engagement stands.
UPDATE "idempotency_keys" SET "answer" = NULL WHERE ("answer"::jsonb ->> 'status')::int NOT IN (200, 201);

ALTER TABLE "submissions"
    -- An open submission is always due, a settled one never: it can't be lost beside its state.
    ADD CONSTRAINT "submissions_due_while_open" CHECK (("due_at" IS NULL) = ("settled_at" IS NOT NULL)),
    ADD CONSTRAINT "submissions_held_while_open" CHECK ("settled_at" IS NULL OR ("held_by" IS NULL AND NOT "attempt_open")),
    ADD CONSTRAINT "submissions_held_until" CHECK (("held_by" IS NULL) = ("held_until" IS NULL));

ALTER TABLE "idempotency_keys"
    ADD CONSTRAINT "idempotency_keys_one_work" CHECK (("engagement_id" IS NULL) <> ("batch_id" IS NULL));

-- The service's processes have clocks of their own; what is told of an engagement is by this one.
CREATE FUNCTION "engagements_set_updated_at"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."updated_at" = now();
    RETURN NEW;
END
$$;

CREATE TRIGGER "engagements_updated_at" BEFORE UPDATE ON "engagements"
    FOR EACH ROW EXECUTE FUNCTION "engagements_set_updated_at"();

-- What is due is looked for many times a second, and those that are settled only add up.
CREATE INDEX "submissions_due" ON "submissions" ("step", "due_at") WHERE "settled_at" IS NULL;
