-- By hand: trigrams, for the `q` filter. A trusted extension: whoever may create in the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- DropIndex
DROP INDEX "engagements_status_id_idx";

-- DropIndex
DROP INDEX "engagements_catalog_id_idx";

-- DropIndex
DROP INDEX "engagements_external_ref_idx";

-- AlterTable
ALTER TABLE "engagements" ADD COLUMN     "first_target_date" DATE,
ADD COLUMN     "readiness_errors" JSON NOT NULL DEFAULT '[]',
ADD COLUMN     "readiness_rules" SMALLINT NOT NULL DEFAULT 0,
-- By hand: made by PostgreSQL, so that it can't lag behind what it is made of. Each part begins with a blank, so that
-- the beginnings of words can be told from their insides.
ADD COLUMN     "search_text" TEXT GENERATED ALWAYS AS (
    lower(' ' || coalesce("title", '') || E'\n ' || replace("company_names", E'\n', E'\n '))
) STORED;

-- By hand: text that nothing here looks into. It is given as it came, while jsonb sorts its members; and it costs a third
-- of jsonb's time to write and to read. The check is made anew, as it names the type's functions.
ALTER TABLE "engagements" DROP CONSTRAINT "engagements_contexts_array",
ALTER COLUMN "contexts" SET DATA TYPE JSON USING "contexts"::json;
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_contexts_array" CHECK (
    CASE json_typeof("contexts") WHEN 'array' THEN json_array_length("contexts") <= 5 ELSE false END
);

-- CreateIndex
CREATE INDEX "engagements_catalog_status_id_idx" ON "engagements"("catalog", "status", "id");

-- CreateIndex
CREATE INDEX "engagements_search_text_idx" ON "engagements" USING GIN ("search_text" gin_trgm_ops);

-- By hand from here on: what Prisma's schema language can't say.
CREATE INDEX "engagements_external_ref" ON "engagements" ("external_ref", "id") WHERE "external_ref" IS NOT NULL;

-- PostgreSQL's own costs a fifth of ours, which stays where there is none (before version 18).
DO $$
BEGIN
    IF to_regprocedure('uuidv7()') IS NOT NULL THEN
        CREATE OR REPLACE FUNCTION "uuid_v7"() RETURNS uuid LANGUAGE sql VOLATILE AS 'SELECT uuidv7()';
    END IF;
END
$$;

-- The oldest of each urgency at once, however many are due; and those that are to be given up in a credentials outage.
DROP INDEX "submissions_due";
CREATE INDEX "submissions_due" ON "submissions" ("step", "urgency", "due_at") WHERE "settled_at" IS NULL;
CREATE INDEX "submissions_waiting" ON "submissions" ("waiting_since") WHERE "settled_at" IS NULL AND "waiting_since" IS NOT NULL;

-- An answer of up to a page stays in its row as it is: compressing it takes longer than anything else in its statement.
ALTER TABLE "idempotency_keys" SET (toast_tuple_target = 8160);
