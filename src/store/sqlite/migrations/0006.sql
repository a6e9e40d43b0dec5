-- A template can be taken out of use without being lost: it is kept, and no longer offered.

ALTER TABLE template ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
