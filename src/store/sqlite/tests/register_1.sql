-- What a register of the first shape held when it was closed.
PRAGMA user_version = 1;
INSERT INTO person (id, version, user_id, user_id_key, employee_number, connect_address, connect_key, verified_at) VALUES
    (1, 3, 'Anna.A', 'anna.a', '00417', 'Anna@Foretaget.example', 'anna@foretaget.example', '2026-01-02T09:00:00Z'),
    (2, 2, 'bo.b', 'bo.b', '00418', 'bo.ny@foretaget.example', 'bo.ny@foretaget.example', NULL),
    (3, 1, NULL, NULL, '00419', NULL, NULL, NULL);
INSERT INTO template (id, kind, name, type, columns, delimiter, encoding, heading, skip_rows, created_at, updated_at) VALUES
    (1, 'export', 'E-post', 'employees', 'user-id employee-number connect-address', 'tab', 'utf-8', 1, NULL, '2026-01-02T08:00:00Z', '2026-01-02T08:00:00Z'),
    (2, 'import', 'Import E-post', 'employees', 'user-id employee-number connect-address', 'tab', 'utf-8', NULL, 1, '2026-01-02T08:00:00Z', '2026-01-02T08:00:00Z');
INSERT INTO allowed_domain VALUES ('foretaget.example', 'foretaget.example');
INSERT INTO setting VALUES ('confirm-above', '50');
INSERT INTO run (id, kind, name, template, file, login, client, started, finished, status, rows, updated, rejected, history_first, history_last) VALUES
    (1, 'import', 'Veckans', 'Import E-post', 'anstallda.csv', 'karin', '10.0.0.7', '2026-01-02T09:00:00Z', '2026-01-02T09:00:01Z', 'done_with_errors', 2, 1, 1, 2, 2),
    (2, 'export', 'Export', 'E-post', '/srv/anstallda.csv', 'karin', NULL, '2026-01-03T09:00:00Z', '2026-01-03T09:00:01Z', 'done', 3, 0, 0, NULL, NULL);
INSERT INTO run_row (run, record, line, outcome, warnings, reason, user_id, employee_number, value, detail) VALUES
    (1, 2, 3, 4, 0, 'person_unknown', 'okand', '1', 'x@foretaget.example', '{"PersonUnknown":{"suggestion":null}}');
INSERT INTO history (id, person, run, record, line, event, old, new, at, login) VALUES
    (1, 2, NULL, NULL, NULL, 'set', NULL, 'bo@foretaget.example', '2026-01-01T09:00:00Z', 'karin'),
    (2, 2, 1, 1, 2, 'set', 'bo@foretaget.example', 'bo.ny@foretaget.example', NULL, NULL);
INSERT INTO notification (id, run, read_at) VALUES (1, 1, NULL), (2, 2, '2026-01-03T10:00:00Z');
