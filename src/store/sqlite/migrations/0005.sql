-- A large import writes its addresses without the index of all of them, which it makes anew in the same transaction. The trigger that keeps
-- a verified person from being displaced must not need that index, nor look into it for each of a million rows: so it gets one
-- that holds the verified only.
CREATE INDEX person_verified_key ON person (connect_key) WHERE verified_at IS NOT NULL;
DROP TRIGGER person_verified_displace_address;
CREATE TRIGGER person_verified_displace_address BEFORE UPDATE OF connect_key ON person
WHEN EXISTS (SELECT 1 FROM person p INDEXED BY person_verified_key
                 WHERE p.connect_key = NEW.connect_key AND p.id <> OLD.id AND p.verified_at IS NOT NULL)
BEGIN
    SELECT RAISE(ROLLBACK, 'koppla:verified_protected');
END;
