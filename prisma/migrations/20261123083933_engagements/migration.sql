-- CreateEnum
CREATE TYPE "Catalog" AS ENUM ('AWS', 'Sandbox');

-- CreateEnum
CREATE TYPE "EngagementStatus" AS ENUM ('draft', 'submitting', 'submitted', 'rejected', 'unresolved');

-- CreateTable
CREATE TABLE "engagements" (
    "id" UUID NOT NULL,
    "catalog" "Catalog" NOT NULL,
    "external_ref" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" "EngagementStatus" NOT NULL DEFAULT 'draft',
    "version" INTEGER NOT NULL DEFAULT 1,
    "title" TEXT,
    "description" TEXT,
    "contexts" JSONB NOT NULL DEFAULT '[]',
    "company_names" TEXT NOT NULL DEFAULT '',
    "client_token" UUID NOT NULL,
    "partner_central_id" TEXT,
    "partner_central_arn" TEXT,
    "partner_central_modified_at" TEXT,

    CONSTRAINT "engagements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "client_token" UUID NOT NULL,
    "request" TEXT NOT NULL,
    "request_sha256" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "outcome_unknown" BOOLEAN NOT NULL DEFAULT false,
    "leased_until" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "last_error" JSONB,

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "engagements_client_token_key" ON "engagements"("client_token");

-- CreateIndex
CREATE UNIQUE INDEX "engagements_partner_central_arn_key" ON "engagements"("partner_central_arn");

-- CreateIndex
CREATE INDEX "engagements_status_id_idx" ON "engagements"("status", "id");

-- CreateIndex
CREATE INDEX "engagements_catalog_id_idx" ON "engagements"("catalog", "id");

-- CreateIndex
CREATE INDEX "engagements_external_ref_idx" ON "engagements"("external_ref");

-- CreateIndex
CREATE UNIQUE INDEX "engagements_created_by_catalog_external_ref_key" ON "engagements"("created_by", "catalog", "external_ref");

-- CreateIndex
CREATE UNIQUE INDEX "submissions_client_token_key" ON "submissions"("client_token");

-- CreateIndex
CREATE INDEX "submissions_engagement_id_requested_at_idx" ON "submissions"("engagement_id", "requested_at");

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_engagement_id_fkey" FOREIGN KEY ("engagement_id") REFERENCES "engagements"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on: what Prisma's schema language can't say. It neither sees nor drops these. They are the last
-- line: the API refuses all of it earlier and in kinder words.
ALTER TABLE "engagements"
    ADD CONSTRAINT "engagements_external_ref_length" CHECK (char_length("external_ref") BETWEEN 1 AND 255),
    ADD CONSTRAINT "engagements_version_positive" CHECK ("version" >= 1),
    ADD CONSTRAINT "engagements_title_length" CHECK (char_length("title") <= 40),
    ADD CONSTRAINT "engagements_description_length" CHECK (char_length("description") <= 255),
    -- CASE, since AND promises no order and jsonb_array_length fails on anything else.
    ADD CONSTRAINT "engagements_contexts_array" CHECK (
        CASE jsonb_typeof("contexts") WHEN 'array' THEN jsonb_array_length("contexts") <= 5 ELSE false END
    ),
    -- Submitted means that AWS has it, and AWS names what it has.
    ADD CONSTRAINT "engagements_submitted_has_arn" CHECK (("status" = 'submitted') = ("partner_central_arn" IS NOT NULL)),
    ADD CONSTRAINT "engagements_arn_has_id" CHECK (("partner_central_id" IS NULL) = ("partner_central_arn" IS NULL));

ALTER TABLE "submissions"
    ADD CONSTRAINT "submissions_attempts_not_negative" CHECK ("attempts" >= 0),
    ADD CONSTRAINT "submissions_request_sha256_hex" CHECK ("request_sha256" ~ '^[0-9a-f]{64}$');

-- An engagement is on its way to AWS once at a time: the database's part in "never two engagements".
CREATE UNIQUE INDEX "submissions_one_open_per_engagement" ON "submissions"("engagement_id") WHERE "settled_at" IS NULL;
