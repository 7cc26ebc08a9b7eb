-- What is warned of in an engagement's content is found when it is saved, as what stands in the way of submitting is.
ALTER TABLE "engagements" ADD COLUMN "readiness_warnings" JSON NOT NULL DEFAULT '[]';

-- AWS's findings of a rejected engagement are told until the values that they point at are changed: these are.
ALTER TABLE "submissions" ADD COLUMN "mended" JSONB;
