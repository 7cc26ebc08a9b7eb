-- For a copy of a database, such as staging restored from production's backup, before any process starts on it: what was
-- open in the original stays the original's to send, and nobody's key opens the copy. Never for the original itself.
-- docs/operations.md, Backup.
BEGIN;

UPDATE "submissions"
SET "settled_at" = clock_timestamp(), "due_at" = NULL, "held_by" = NULL, "held_until" = NULL, "attempt_open" = false
WHERE "settled_at" IS NULL;

UPDATE "engagements" SET "status" = 'rejected' WHERE "status" IN ('submitting', 'unresolved');

UPDATE "api_keys" SET "revoked_at" = now() WHERE "revoked_at" IS NULL;

COMMIT;
