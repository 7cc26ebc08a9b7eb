-- The table is not rewritten: what it holds is to the millisecond, and fits. Only the index of open submissions is made anew.
-- AlterTable
ALTER TABLE "submissions" ALTER COLUMN "due_at" SET DATA TYPE TIMESTAMPTZ(6);
