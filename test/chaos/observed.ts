import type { Client } from 'pg';

/**
 * Has the database count what no history tells: that an operator took up a submission while a look-up of it was under
 * way. Nothing but that writes another due time into a row and leaves its holder in place.
 */
export async function observe(client: Client): Promise<void> {
  await client.query(`
    CREATE TABLE observed (submission_id uuid NOT NULL);
    CREATE FUNCTION observe() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO observed VALUES (NEW.id);
      RETURN NULL;
    END
    $$;
    CREATE TRIGGER observe AFTER UPDATE ON submissions FOR EACH ROW
    WHEN (OLD.step = 'look_up' AND OLD.held_until > clock_timestamp() AND NEW.held_by = OLD.held_by
      AND NEW.due_at <> OLD.due_at)
    EXECUTE FUNCTION observe()`);
}

export async function countObserved(client: Client): Promise<number> {
  const { rows } = await client.query('SELECT count(*)::int AS observed FROM observed');
  return rows[0].observed;
}
