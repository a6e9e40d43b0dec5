-- Verification: who was sent what, who may sign in, and the queue of mails. Moments are milliseconds since 1970 (UTC), as they are compared.
-- No table holds a link, a code or the text of a mail: links and codes are made again from the key outside the register.

-- Links and codes name the person and this number. It rises with every change of the address, with "remove link" and with deactivation, so that
-- what was sent before counts no more (R12), without a second statement that could be forgotten.
ALTER TABLE person ADD COLUMN address_version INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER person_address_version AFTER UPDATE OF connect_key, verified_at, active ON person
WHEN NEW.address_version = OLD.address_version
    AND (NEW.connect_key IS NOT OLD.connect_key OR NEW.active < OLD.active
        OR (OLD.verified_at IS NOT NULL AND NEW.verified_at IS NULL))
BEGIN
    SELECT RAISE(ROLLBACK, 'koppla: links of an earlier address would live on; raise address_version too');
END;

CREATE TABLE mailing (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    at            INTEGER NOT NULL,
    login         TEXT NOT NULL,
    client        TEXT,
    recipients    INTEGER NOT NULL, -- as it was begun; persons may be erased later
    cancelled_at  INTEGER
) STRICT;

CREATE TABLE outbox (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    kind             TEXT NOT NULL CHECK (kind IN ('link', 'code')),
    state            TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'accepted', 'deferred', 'rejected', 'unknown', 'cancelled', 'bounced')),
    person           INTEGER NOT NULL, -- no reference; see the trigger
    address_version  INTEGER NOT NULL,
    mailing          INTEGER REFERENCES mailing (id),
    nonce            BLOB NOT NULL CHECK (length(nonce) = 16),
    send             INTEGER NOT NULL,
    mac              BLOB,
    key_id           TEXT NOT NULL,
    due              INTEGER NOT NULL, -- not before this moment
    attempts         INTEGER NOT NULL DEFAULT 0,
    fence            INTEGER,          -- under which lease it was claimed last
    message_id       TEXT NOT NULL UNIQUE,
    queued_at        INTEGER NOT NULL,
    dispatched_at    INTEGER,
    expires_at       INTEGER,          -- counted from the dispatch
    used_at          INTEGER,
    tries            INTEGER NOT NULL DEFAULT 0,
    error            TEXT,             -- stable word: why it is where it is
    reply            INTEGER,          -- what the mail server answered, as a number
    CHECK ((kind = 'link') = (mac IS NOT NULL)),
    CHECK ((dispatched_at IS NULL) = (expires_at IS NULL))
) STRICT;
-- Two administrators cannot send twice.
CREATE UNIQUE INDEX outbox_live ON outbox (person, address_version, kind) WHERE state IN ('queued', 'sending', 'deferred');
CREATE INDEX outbox_person ON outbox (person, address_version, state, expires_at);
CREATE INDEX outbox_mac ON outbox (mac) WHERE mac IS NOT NULL;
CREATE INDEX outbox_due ON outbox (kind, due, id) WHERE state IN ('queued', 'deferred');
CREATE INDEX outbox_sending ON outbox (fence) WHERE state = 'sending';
CREATE INDEX outbox_mailing ON outbox (mailing, state);

CREATE TABLE queue (
    id            INTEGER PRIMARY KEY CHECK (id = 0),
    pause         TEXT,             -- stable word: why nothing is sent
    paused_at     INTEGER,
    pause_until   INTEGER,          -- NULL: until somebody resumes
    pause_login   TEXT,
    pause_reply   INTEGER,
    troubles      INTEGER NOT NULL, -- one after the other, without a mail in between
    tokens        REAL NOT NULL,
    tokens_at     INTEGER NOT NULL,
    day           TEXT NOT NULL,    -- local date that the next is counted for
    sent_today    INTEGER NOT NULL,
    holder        TEXT,
    fence         INTEGER NOT NULL,
    heartbeat     INTEGER,
    CHECK ((pause IS NULL) = (paused_at IS NULL))
) STRICT;
INSERT INTO queue (id, troubles, tokens, tokens_at, day, sent_today, fence) VALUES (0, 0, 1e9, 0, '', 0, 0);

CREATE TABLE password (
    person     INTEGER PRIMARY KEY,
    hash       TEXT NOT NULL,
    one_time   INTEGER NOT NULL CHECK (one_time IN (0, 1)),
    issued_at  INTEGER NOT NULL,
    used_at    INTEGER -- a one-time password is used once
) STRICT;

CREATE TABLE failure (
    person  INTEGER NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('code', 'password')),
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX failure_person ON failure (person, kind, at);

CREATE TABLE person_lock (
    person  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL
) STRICT;

CREATE TRIGGER person_verification_delete AFTER DELETE ON person
BEGIN
    DELETE FROM outbox WHERE person = OLD.id;
    DELETE FROM password WHERE person = OLD.id;
    DELETE FROM failure WHERE person = OLD.id;
    DELETE FROM person_lock WHERE person = OLD.id;
END;
