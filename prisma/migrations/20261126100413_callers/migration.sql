-- AlterTable
ALTER TABLE "engagements" ADD COLUMN     "personal_data_erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "idempotency_keys" ADD COLUMN     "answer_forgotten" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "submissions" ADD COLUMN     "caller" TEXT NOT NULL DEFAULT 'anonymous',
ADD COLUMN     "traceparent" TEXT;

-- CreateTable
CREATE TABLE "deleted_engagements" (
    "id" UUID NOT NULL,
    "created_by" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "deleted_engagements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submission_turns" (
    "step" "SubmissionStep" NOT NULL,
    "caller" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "submission_turns_pkey" PRIMARY KEY ("step","caller")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "hash" BYTEA NOT NULL,
    "salt" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "replaces" TEXT,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deleted_engagements_created_by_idx" ON "deleted_engagements"("created_by");

-- CreateIndex
CREATE INDEX "api_keys_name_idx" ON "api_keys"("name");

-- CreateIndex
CREATE INDEX "engagements_created_by_catalog_status_id_idx" ON "engagements"("created_by", "catalog", "status", "id");

-- By hand from here on. Whose an engagement was, whoever deletes it: its history stays, and is shown to its owner only.
CREATE FUNCTION "engagements_keep_owner"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "deleted_engagements" ("id", "created_by") VALUES (OLD."id", OLD."created_by");
    RETURN NULL;
END
$$;

CREATE TRIGGER "engagements_deleted" AFTER DELETE ON "engagements"
    FOR EACH ROW EXECUTE FUNCTION "engagements_keep_owner"();

INSERT INTO "deleted_engagements" ("id", "created_by", "deleted_at")
SELECT "engagement_id", (array_agg("actor" ORDER BY "id"))[1], max("at") FROM "engagement_events"
WHERE NOT EXISTS (SELECT 1 FROM "engagements" WHERE "engagements"."id" = "engagement_id")
GROUP BY "engagement_id";

-- Each caller's oldest of each urgency at once, and the callers that have any, however many are due. Of rows that have a
-- due time, which is to say of open ones: so whoever asks for those has this index and none of the others, whatever the
-- statistics say of a caller who has just come. `submissions_due` stays, as the version before claims by it while replicas
-- are replaced; a later migration may drop it.
CREATE INDEX "submissions_in_turn" ON "submissions" ("step", "caller", "urgency", "due_at") WHERE "due_at" IS NOT NULL;

-- Whose personal data is still to be erased, in the order of their creation. It holds none of those that are erased, so
-- that looking for what is due costs the same however many there are of these.
CREATE INDEX "engagements_not_erased" ON "engagements" ("id") WHERE "status" = 'submitted' AND "personal_data_erased_at" IS NULL;
