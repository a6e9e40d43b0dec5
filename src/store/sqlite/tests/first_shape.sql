-- What stood in a register of schema 1.
INSERT INTO person (id, version, user_id, user_id_key, employee_number, connect_address, connect_key)
VALUES (1, 2, 'anna.a', 'anna.a', '1', 'anna@b.se', 'anna@b.se');
INSERT INTO run (id, kind, name, template, file, login, started, finished, status, rows, updated, rejected, history_first, history_last)
VALUES (1, 'import', 'Veckans', 'Import', 'a.csv', 'karin', '2026-01-02T09:00:00Z', '2026-01-02T09:00:01Z', 'done_with_errors', 2, 1, 1, 1, 1);
INSERT INTO history (id, person, run, record, line, event, old, new) VALUES (1, 1, 1, 1, 2, 'set', 'anna@a.se', 'anna@b.se');
INSERT INTO run_row (run, record, line, outcome, warnings, reason, user_id, employee_number, value, detail)
VALUES (1, 2, 3, 4, 0, 'person_unknown', 'nobody', '9', 'x@a.se', '{"PersonUnknown":{"suggestion":null}}');
INSERT INTO notification (run) VALUES (1);
