-- The register, first shape. Append-only: a released file of this directory is never edited, the next change is the next number.
-- Text that compares (user_id_key, connect_key) is made by the program, because SQLite folds ASCII only.

PRAGMA application_id = 0x6B6F7070; -- 'kopp'

-- Raised by every change of persons or allowed domains; a plan that was made at a lower one is checked again.
CREATE TABLE meta (
    id          INTEGER PRIMARY KEY CHECK (id = 0),
    generation  INTEGER NOT NULL,
    -- 1 while something that was erased may still lie in unused corners of the file.
    purge_due   INTEGER NOT NULL CHECK (purge_due IN (0, 1))
) STRICT;
INSERT INTO meta (id, generation, purge_due) VALUES (0, 0, 0);

-- The columns that a plan reads come first, so that a scan for a snapshot need not decode the others.
CREATE TABLE person (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    version          INTEGER NOT NULL DEFAULT 1,
    active           INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    user_id          TEXT CHECK (length(user_id) BETWEEN 1 AND 30),
    employee_number  TEXT CHECK (employee_number <> ''),
    connect_address  TEXT CHECK (connect_address <> ''),
    connect_key      TEXT,
    verified_at      TEXT,
    company          INTEGER CHECK (company BETWEEN 1 AND 99999),
    user_id_key      TEXT UNIQUE,
    first_name       TEXT,
    last_name        TEXT,
    department       TEXT,
    email            TEXT,
    protected        INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1)),
    CHECK (user_id IS NOT NULL OR employee_number IS NOT NULL),
    CHECK ((user_id IS NULL) = (user_id_key IS NULL)),
    CHECK ((connect_address IS NULL) = (connect_key IS NULL)),
    CHECK (verified_at IS NULL OR connect_address IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX person_connect_key ON person (connect_key) WHERE connect_key IS NOT NULL;
-- By number first: one index both keeps numbers unique within a company and finds a number in all of them.
CREATE UNIQUE INDEX person_employment ON person (employee_number, ifnull(company, 0)) WHERE employee_number IS NOT NULL;

-- R2: nobody changes a verified address, not even with a bare SQL shell. "Remove link" clears verified_at in one
-- statement and may touch the address in the next. ROLLBACK and not ABORT: for a statement that could be undone by itself SQLite
-- copies every page before it changes it, which costs an import a third of its time; and a unit of work that runs into
-- this is rolled back as a whole anyway.
CREATE TRIGGER person_verified_update BEFORE UPDATE OF connect_address, connect_key ON person
WHEN OLD.verified_at IS NOT NULL
    AND (NEW.connect_address IS NOT OLD.connect_address OR NEW.connect_key IS NOT OLD.connect_key)
BEGIN
    SELECT RAISE(ROLLBACK, 'koppla:verified_protected');
END;
CREATE TRIGGER person_verified_delete BEFORE DELETE ON person
WHEN OLD.verified_at IS NOT NULL
BEGIN
    SELECT RAISE(ROLLBACK, 'koppla:verified_protected');
END;
-- REPLACE deletes whoever is in the way, and does so without firing the trigger above unless the connection asks for
-- recursive triggers; these two see it coming. They cost nothing to the unverified: the unique indexes are looked up anyhow.
CREATE TRIGGER person_verified_insert BEFORE INSERT ON person
WHEN EXISTS (SELECT 1 FROM person p WHERE p.id = NEW.id AND p.verified_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM person p WHERE p.user_id_key = NEW.user_id_key AND p.verified_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM person p WHERE p.connect_key = NEW.connect_key AND p.verified_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM person p WHERE p.employee_number = NEW.employee_number
                   AND ifnull(p.company, 0) = ifnull(NEW.company, 0) AND p.verified_at IS NOT NULL)
BEGIN
    SELECT RAISE(ROLLBACK, 'koppla:verified_protected');
END;
CREATE TRIGGER person_verified_displace_address BEFORE UPDATE OF connect_key ON person
WHEN EXISTS (SELECT 1 FROM person p WHERE p.connect_key = NEW.connect_key AND p.id <> OLD.id AND p.verified_at IS NOT NULL)
BEGIN
    SELECT RAISE(ROLLBACK, 'koppla:verified_protected');
END;
CREATE TRIGGER person_verified_displace_keys BEFORE UPDATE OF id, user_id_key, employee_number, company ON person
WHEN EXISTS (SELECT 1 FROM person p WHERE p.id = NEW.id AND p.id <> OLD.id AND p.verified_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM person p WHERE p.user_id_key = NEW.user_id_key AND p.id <> OLD.id AND p.verified_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM person p WHERE p.employee_number = NEW.employee_number
                   AND ifnull(p.company, 0) = ifnull(NEW.company, 0) AND p.id <> OLD.id AND p.verified_at IS NOT NULL)
BEGIN
    SELECT RAISE(ROLLBACK, 'koppla:verified_protected');
END;

CREATE TABLE template (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('export', 'import')),
    name        TEXT NOT NULL CHECK (name <> ''),
    type        TEXT NOT NULL CHECK (type IN ('employees')),
    columns     TEXT NOT NULL, -- field codes in the file's order, separated by spaces; '-' is a column passed over
    delimiter   TEXT NOT NULL,
    encoding    TEXT,
    heading     INTEGER CHECK (heading IN (0, 1)),
    skip_rows   INTEGER CHECK (skip_rows >= 0),
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1,
    UNIQUE (kind, name),
    CHECK (kind = 'import' OR (encoding IS NOT NULL AND heading IS NOT NULL)),
    CHECK ((kind = 'export') = (heading IS NOT NULL))
) STRICT;

CREATE TABLE allowed_domain (
    key    TEXT PRIMARY KEY,
    shown  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    key    TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT NOT NULL CHECK (kind IN ('export', 'import', 'load', 'undo')),
    name            TEXT NOT NULL,
    template        TEXT,
    file            TEXT NOT NULL,
    login           TEXT NOT NULL,
    client          TEXT,
    started         TEXT NOT NULL,
    finished        TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('done', 'done_with_errors', 'cancelled', 'failed')),
    rows            INTEGER NOT NULL,
    updated         INTEGER NOT NULL DEFAULT 0,
    unchanged       INTEGER NOT NULL DEFAULT 0,
    kept            INTEGER NOT NULL DEFAULT 0,
    blank           INTEGER NOT NULL DEFAULT 0,
    rejected        INTEGER NOT NULL DEFAULT 0,
    warnings        INTEGER NOT NULL DEFAULT 0,
    created         INTEGER NOT NULL DEFAULT 0,
    left_no_key     INTEGER NOT NULL DEFAULT 0,
    left_protected  INTEGER NOT NULL DEFAULT 0,
    formula_like    INTEGER NOT NULL DEFAULT 0,
    undo_of         INTEGER REFERENCES run (id),
    -- The run's rows of history lie between these two, in the order of their records; so no index is needed to page through them.
    history_first   INTEGER,
    history_last    INTEGER,
    CHECK (kind <> 'import' OR rows = updated + unchanged + kept + blank + rejected) -- R11
) STRICT;

-- The rows of a run that changed nobody. An updated row is exactly its row of history, so that no fact stands twice; only when its
-- person has been erased does an empty row with the outcome 'updated' stand here, so that the rows still add up.
-- user_id, employee_number and value stand here for kept and rejected rows; for the others they are the person's.
CREATE TABLE run_row (
    run              INTEGER NOT NULL REFERENCES run (id),
    record           INTEGER NOT NULL,
    line             INTEGER NOT NULL,
    outcome          INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 4), -- updated, unchanged, kept, blank, rejected
    person           INTEGER, -- no reference: it is set to NULL when the person is erased
    warnings         INTEGER NOT NULL,
    reason           TEXT,
    user_id          TEXT,
    employee_number  TEXT,
    value            TEXT,
    old              TEXT,
    detail           TEXT,    -- the rejection with what its sentence needs, as JSON
    detail_of        INTEGER, -- the record of this run that holds the detail of them all: the lines that repeat each other
    PRIMARY KEY (run, record)
) STRICT, WITHOUT ROWID;

-- Every change of a connect address. at, login and client are NULL where the run tells them.
CREATE TABLE history (
    id        INTEGER PRIMARY KEY,
    person    INTEGER NOT NULL, -- no reference, which would look every person up again while a million rows are written; see the trigger
    run       INTEGER REFERENCES run (id),
    record    INTEGER,
    line      INTEGER,
    warnings  INTEGER NOT NULL DEFAULT 0,
    event     TEXT NOT NULL,
    old       TEXT,
    new       TEXT,
    at        TEXT,
    login     TEXT,
    client    TEXT,
    CHECK (run IS NOT NULL OR (at IS NOT NULL AND login IS NOT NULL))
) STRICT;
CREATE INDEX history_person ON history (person);
CREATE TRIGGER person_history_delete AFTER DELETE ON person
BEGIN
    DELETE FROM history WHERE person = OLD.id;
END;

CREATE TABLE notification (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    run      INTEGER NOT NULL REFERENCES run (id),
    read_at  TEXT
) STRICT;
CREATE INDEX notification_unread ON notification (id) WHERE read_at IS NULL;
