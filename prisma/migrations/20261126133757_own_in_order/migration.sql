-- CreateIndex
CREATE INDEX "engagements_created_by_id_idx" ON "engagements"("created_by", "id");

-- By hand from here on. Of those that have an Arn alone: it is another write at each save of a draft else, for nothing.
DROP INDEX "engagements_partner_central_arn_key";

CREATE UNIQUE INDEX "engagements_partner_central_arn_key" ON "engagements" ("partner_central_arn") WHERE "partner_central_arn" IS NOT NULL;
