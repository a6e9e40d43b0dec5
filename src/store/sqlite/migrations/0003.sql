-- An export remembers up to where it knew the history, so that an import of its file can tell who has changed since.

-- Import: the export that its file came from. No reference, so that a log can be cleared in any order.
ALTER TABLE run ADD COLUMN export INTEGER;
-- Export: the last row of history that its file knows of. All that came later has changed since the export.
ALTER TABLE run ADD COLUMN history_seen INTEGER;

-- Numbers of the history are given anew when the highest are deleted; what an export has seen must not reach up to them.
DROP TRIGGER person_history_delete;
CREATE TRIGGER person_history_delete AFTER DELETE ON person
BEGIN
    DELETE FROM history WHERE person = OLD.id;
    UPDATE run SET history_seen = (SELECT coalesce(max(id), 0) FROM history)
        WHERE history_seen > (SELECT coalesce(max(id), 0) FROM history);
END;
