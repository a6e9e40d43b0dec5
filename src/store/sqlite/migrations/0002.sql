-- A run remembers how it was asked for, so that it can be repeated, and why it failed; and its rows can go when they are old.

ALTER TABLE run ADD COLUMN path BLOB;        -- the whole path of its file, byte by byte as the system has it
ALTER TABLE run ADD COLUMN arguments TEXT;   -- what was chosen, as a JSON list in the words of the command
ALTER TABLE run ADD COLUMN error TEXT;       -- the stable code of why it failed
ALTER TABLE run ADD COLUMN purged_at TEXT;   -- when its rows were taken out of the log
