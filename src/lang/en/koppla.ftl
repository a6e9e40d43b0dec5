# What the program is called and says of itself.
app-name = koppla
app-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}

### Names of things

field-company = Company
field-user-id = User id
field-employee-number = Employee number
field-first-name = First name
field-last-name = Last name
field-department = Department
field-email = E-mail
field-connect-address = E-mail Visma Connect
field-active = Active
field-protected = Protected identity
delimiter-tab = Tab
encoding-utf8 = UTF-8
encoding-utf8-bom = UTF-8 with BOM
encoding-windows-1252 = ANSI (Windows-1252)
encoding-ibm437 = IBM437
encoding-utf-16le = UTF-16 LE
encoding-utf-16be = UTF-16 BE
kind-export-template = Export template
kind-import-template = Import template
outcome-updated = updated
outcome-unchanged = unchanged
outcome-kept = kept
outcome-blank = blank
outcome-rejected = rejected
reason-column-count = Wrong number of columns
reason-bad-text = Unreadable characters
reason-key-missing = Key missing
reason-person-unknown = Unknown user id
reason-key-mismatch = Employee number does not match
reason-address-invalid = Not an address
reason-domain-not-allowed = Domain not allowed
reason-same-person-twice = Same person twice
reason-address-twice = Same address twice
reason-address-taken = Address taken
reason-conflict = Changed meanwhile
reason-value-invalid = Invalid value
reason-changed-since = Changed since the run
reason-verified-since = Verified since the run
reason-erased = Erased
run-export = Export
run-import = Import
run-load = Load of people
run-undo = Undo
run-load-short = Load
status-done = Done
status-done-with-errors = Done with errors
status-cancelled = Cancelled
status-failed = Failed
state-lacking = lacking
state-unverified = unverified
state-sent = sent
state-expired = expired
state-verified = verified
yes = yes
no = no
list-and = { $first } and { $last }
lines-and-more = { $lines } and more

### Why a row is rejected

reject-column-count = The row has { $found ->
    [one] { $found } field
   *[other] { $found } fields
} where the template has { $expected }. Put the missing or surplus delimiter right.
reject-bad-bytes = Column { $column } holds bytes that the encoding cannot read. Save the file again with the right encoding, or choose another one.
reject-bad-character = { $field } holds the hidden character { $character } at position { $position }. Remove it.
reject-key-missing = { $field } is empty. Fill it in as the export had it.
reject-person-unknown = Nobody has this user id. Check the spelling against the export.
reject-person-unknown-excel = Nobody has this user id, but { $original } exists. Has Excel changed it?
reject-key-mismatch = The person with this user id has another employee number. Is the row mixed up?
reject-key-mismatch-excel = The person's employee number is { $original }. Has Excel changed it?
reject-domain = The domain { $domain } is not allowed. Correct the address, or add the domain under Security.
reject-domain-suggestion = The domain { $domain } is not allowed. Did you mean { $meant }?
reject-same-person-twice = The person also stands on line { $lines } with another address. Keep the right row only.
reject-address-twice = The same address stands on line { $lines } for somebody else. Give each person their own.
reject-taken-verified = { $holder } has this address, verified. Give this person another, or remove that link.
reject-taken-rejected = { $holder } has this address and keeps it, because line { $line } is rejected. Correct that line first.
reject-taken-inactive = { $holder }, who is inactive, has this address. Clear it there, or give this person another.
reject-taken-active = { $holder } has this address. Clear or change it there, or give this person another.
reject-conflict-changed = The person was changed by somebody else after the preview. Import the row again.
reject-conflict-removed = The person was removed after the preview.
reject-conflict-taken = Somebody else got this address after the preview. Import the row again, or give another.
reject-changed-since-export = The address was changed { $change }, after the export, and the file would overwrite that. Export again, or import without comparing (--export none) if the file's address shall hold.
reject-changed-since = The address was changed { $change } and is not the one any more that the run wrote.
reject-changed-since-unknown = The address is not the one any more that the run wrote.
reject-verified-since = The address has been verified since the run and stays. Remove the link first if it shall change.
reject-erased = The person or the earlier address has been erased from the register.
change-in-run = { $when } by { $who } in run { $run }
change-by-hand = { $when } by { $who }
reject-number-taken = The employee number belongs to { $holder }. Correct the number or the user id.
reject-number-ambiguous = Several companies have this employee number. Add the company to the file.
invalid-company = Company must be a whole number from 1 to 99999.
invalid-user-id-long = The user id is longer than 30 characters.
invalid-yes-no = { $field } must be yes or no.
invalid-verified-date = Verified must be a date, such as 2026-01-31, or blank.
invalid-verified-without-address = A verified date needs an address beside it.

### Why a text is no address

address-empty = There is no address here.
address-no-at = An address needs an @.
address-several-at = There is one @ too many, at position { $position }. One address only.
address-local-empty = Something is missing before the @.
address-local-long = The part before the @ has { $octets } characters; 64 is the most.
address-space = There is a space at position { $position }.
address-character = The character { $character } at position { $position } cannot stand in an address.
address-character-plain = The character { $character } at position { $position } cannot stand in an address. Did you mean { $plain }?
address-dot = The dot at position { $position } is misplaced.
address-dot-plain = The dot at position { $position } is misplaced. Did you mean { $plain }?
address-domain-empty = The domain is missing after the @.
address-domain-one-label = The domain is not complete; something like .se is missing.
address-domain-invalid = What follows the @ is no domain.
address-domain-numeric = The domain cannot end in a number.
address-long = The address has { $octets } characters; 254 is the most.

### Warnings

warning-trimmed = Spaces around the address were dropped.
warning-normalised = Only the address was taken out of the cell.
warning-typo-suspected = The domain looks misspelt.
warning-role-address = This looks like the address of a function, not of a person.
warning-mixed-script = The domain holds look-alike letters of another alphabet.
warning-reserved-domain = No mail can reach this domain.
warning-changed-since-export = The address has changed since the export; the row does not overwrite it.

### Domains and templates

domain-invalid = “{ $text }” is no domain. Write it as foretaget.se, or *.foretaget.se for its subdomains.
domain-wrapped = “{ $text }” is no domain. Did you mean { $meant }?
template-incomplete = The template lacks { $fields }: the file could not be imported again.
template-incomplete-cure = Add { $fields } to the template, or to the columns (--columns).
template-twice = { $field } stands twice in the template.
template-skipped-in-export = An export template cannot skip a column.
template-no-name = The template needs a name.
template-not-export = This is an import template; an export needs an export template.
template-not-import = This is an export template; an import needs an import template. Make one with “template copy”.

### A file against its template

refuse-delimiter = The template says { $template } as field delimiter, but the file has { $file }.
refuse-delimiter-cure = Read the file with { $file } this time (--delimiter { $code }), or correct the template.
refuse-heading = The heading on line { $line } says “{ $found }” in column { $column }, where the template has { $expected }.
refuse-heading-missing = The heading on line { $line } has no column { $column }, where the template has { $expected }.
refuse-heading-extra = The heading on line { $line } has a column { $column }, “{ $found }”, that the template does not have.
refuse-heading-cure = Give the template the same fields in the same order as the file.
refuse-heading-cure-columns = Read the columns as the file has them this time (--columns { $columns }), or correct the template.
refuse-heading-as-person = Line { $line } is a heading, and would be read as a person.
refuse-person-skipped = Line { $line } is a person ({ $user_id }), and would be skipped.
refuse-skip-cure = Skip { $right ->
    [one] { $right } leading row
   *[other] { $right } leading rows
} (--skip-rows { $right }), or correct the template.
people-no-heading = The file has no heading row that says what the columns hold.
people-no-key = The file has neither a user id nor an employee number.
people-heading-twice = The heading “{ $heading }” stands twice.
people-heading-cure = Add a heading row with at least User id or Employee number.
people-heading-twice-cure = Keep one of the two columns.

### Help of the commands

help = Give many employees their Visma Connect address at once: export, edit, import, verify.
help--examples =
    Without a command the guide opens. With a FILE, step 3 opens on it.

    Examples:
      koppla demo                                   try everything on invented people
      koppla register load personer.csv             fill the register
      koppla template add --kind export --name E-post --fields user_id,employee_number,connect_address
      koppla template copy E-post "Import E-post"
      koppla export --template E-post --output anstallda_epost.csv
      koppla import anstallda_epost.csv --template "Import E-post" --dry-run

    Exit codes: 0 done, 1 failed and nothing changed, 2 wrong usage, 3 done but some rows were rejected,
    4 refused before the first row.
help--file = A file to open in the table of addresses
help-any--register = The register to use (default: in the XDG data directory)
help-any--config = Settings in a TOML file that go before those of the register
help-any--lang = Language of the messages: sv or en (default: from the locale)
help-any--json = Print results as JSON, failures as an error object
help-any--quiet = No progress and no closing words, only results and errors
help-any--yes = Answer every question with yes
help-any--version = Print the version
help-any--help = Explain this command
help-any--company = Number of the company
help-any--delimiter = Field delimiter: tab, semicolon, comma, pipe or the character
help-any--encoding = Encoding: utf-8, utf-8-bom, windows-1252, ibm437 or utf-16le
help-any--no-quotes = Read quotation marks as ordinary characters
help-any--id = User id or employee number
help-any--user-id = User id, at most 30 characters
help-any--employee-number = Employee number; leading zeros count
help-any--first-name = First name
help-any--last-name = Last name
help-any--department = Department
help-any--email = Ordinary e-mail address
help-any--connect-address = Address for Visma Connect, unverified
help-any--active = Whether the person is active
help-any--protected = Whether the identity is protected
help-any--only = Which persons
help-any--kind = Export template or import template
help-any--template = Name of the template
help-any--key = Name of the setting
help-any--domain = A domain such as foretaget.se, or *.foretaget.se for its subdomains
help-any--name = Name that the log shows
help-any--dry-run = Show what would happen and change nothing
help-any--file = The file; - reads standard input
help-demo = Open the guide on a throw-away register of invented people
help-register = Fill and look after the register
help-register-load = Create and update persons from a people file
help-register-load--examples =
    The first row names the columns, in Swedish or English; only one of Användar-id and Anställningsnummer is
    required. Blank cells leave things as they are. Addresses of known persons stay unless --addresses is given,
    verified ones always.

    Examples:
      koppla register load personer.csv --dry-run
      koppla register load personer.csv --trust-verified
help-register-load--addresses = Also change unverified addresses of known persons
help-register-load--trust-verified = Take the Verifierad column for persons that are created
help-register-status = Count persons by the state of their address
help-register-status--examples =
    Example:
      koppla register status --json
help-register-backup = Copy the register, safely also while it is in use
help-register-backup--examples =
    Example:
      koppla register backup koppla-2026-01-31.db
help-register-backup--to = File to create
help-register-verify = Check that the register is sound
help-person = Look up, add, correct and remove persons
help-person-list = List persons
help-person-list--examples =
    Example:
      koppla person list --only missing --json
      koppla person list --only unverified --output not-verified.csv
      koppla person list --only unverified --instructions --output instructions.csv
help-person-list--output = Write a CSV file instead, with the state of the address in the last column
help-person-list--instructions = Write an instruction for each person who is to sign in and ask for a code instead, for mail merge
help-person-show = Show a person
help-person-show--examples =
    Example:
      koppla person show anna.a
help-person-add = Add a person
help-person-add--examples =
    Example:
      koppla person add --user-id bo.b --employee-number 00420 --company 1 --first-name Bo --last-name Berg
help-person-set = Correct a person; what is not given stays, an empty text clears
help-person-set--examples =
    Example:
      koppla person set bo.b --department Vård --active no
help-person-set--in-company = Company of an employee number that several companies have
help-person-remove = Erase a person and what the logs know of them
help-person-remove--examples =
    The log keeps its counts; keys, names and addresses of the person are erased.

    Example:
      koppla person remove bo.b
help-template = Manage export and import templates
help-template-list = List the templates
help-template-show = Show a template
help-template-add = Add a template
help-template-add--examples =
    Fields: company user_id employee_number first_name last_name department email connect_address active protected;
    in an import template - passes a column over. User id, employee number and connect address are required.

    Example:
      koppla template add --kind export --name E-post --fields user_id,employee_number,connect_address
help-template-add--type = Type of the template; employees is the only one
help-template-add--fields = Field codes in the order of the file, separated by commas
help-template-add--encoding = Encoding: utf-8, utf-8-bom, windows-1252, ibm437 or utf-16le (import: detected unless given)
help-template-add--heading = Whether the file has a heading row (export: yes; import: recognised unless given)
help-template-add--skip-rows = How many leading rows an import passes over (recognised unless given)
help-template-copy = Make the import template that reads what an export template writes
help-template-copy--examples =
    Example:
      koppla template copy E-post "Import E-post"
help-template-copy--from = Name of the export template
help-template-copy--to = Name of the new import template
help-template-activate = Take an inactive template into use again
help-template-deactivate = Take a template out of use without removing it
help-template-remove = Remove a template
help-export = Write a file of persons
help-export--examples =
    Examples:
      koppla export --template E-post --output anstallda_epost.csv
      koppla export --template E-post --output saknas.csv --only missing --company 1
help-export--output = File to write; - writes to standard output
help-export--include-protected = Also persons with protected identity
help-export--force = Overwrite an existing file
help-import = Read addresses from a file
help-import--examples =
    Every row is reported: updated, unchanged, kept (verified), blank or rejected with a reason.

    Examples:
      koppla import anstallda_epost.csv --template "Import E-post" --dry-run
      koppla import anstallda_epost.csv --template "Import E-post" --max-changes 10% --rejects fel.csv
      koppla import excel.csv --template "Import E-post" --delimiter semicolon --encoding windows-1252
help-import--all-or-nothing = Import nothing if a row is rejected
help-import--max-changes = Import nothing if more addresses would change: a number, or a share of the rows read such as 10%, rounded down. Then the exit code is 4 and the whole result is shown
help-import--rejects = Write the rejected rows, with reasons, to this file
help-import--force = Overwrite an existing file of rejected rows
help-import--skip-rows = How many leading rows to pass over this time
help-import--columns = The columns of the file this time, as field codes; - passes one over
help-import--export = The export that the file came from, as the number of its run; none does not compare. Otherwise the newest that wrote the file
help-log = Show the runs, or what happened to each row of one
help-log--examples =
    Examples:
      koppla log --status failed --since 2026-01-01
      koppla log 7 --only rejected
      koppla log 7 --only rejected --output fel.csv
      koppla log 7 --command
      koppla log --purge --older-than 90 --dry-run
help-log--run = Number of the run
help-log--only = Only rows with this outcome
help-undo = Undo an import: give back the addresses from before it
help-undo--examples =
    Who has changed or been verified since, or whose old address is taken, is left and listed (exit code 3).
    An undo can be undone too: then what the import wrote comes back.

    Examples:
      koppla undo 7 --dry-run
      koppla undo 7 --json
help-undo--run = Number of the run
help-domain = Manage the allowed domains
help-domain-list = List the allowed domains; an empty list allows all
help-domain-add = Allow a domain
help-domain-add--examples =
    Examples:
      koppla domain add foretaget.se
      koppla domain add "*.foretaget.se"
help-domain-remove = Take a domain off the list
help-setting = Look at and change settings
help-setting-list = List the settings
help-setting-get = Print a setting
help-setting-set = Change a setting
help-setting-set--value = The new value
help-completions = Print the completions of a shell
help-completions--examples =
    Examples:
      koppla completions bash > ~/.local/share/bash-completion/completions/koppla
help-completions--shell = The shell
help-man = Print the manual as a man page
help-man--examples =
    Examples:
      koppla man > koppla.1
      man -l koppla.1
man-section = koppla manual
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-options = OPTIONS
man-commands = COMMANDS
man-exit = EXIT STATUS
man-environment = ENVIRONMENT
man-files = FILES
man-examples = EXAMPLES
man-way = koppla follows the way that an administrator of Flex HRM knows: export template, export, edit the addresses, import template, import, verify. Every step is a screen in the terminal and a command for scripts, cron and screen readers. A verified address is never overwritten, and of a file only the cells that you change are changed.
man-screens = On the screens F1 shows the keys, m all views, and : searches the commands.
man-exit-0 = done; for an import: no row rejected
man-exit-1 = failed, nothing changed
man-exit-2 = wrong usage
man-exit-3 = done, but some rows were rejected (an undo: some were left)
man-exit-4 = refused by a check before the first row
man-exit-signals = interrupted, terminated, hung up
man-env-register = the register, where --register is not given
man-env-config = the configuration file, where --config is not given
man-env-password = the password of the mail server
man-env-home = where the register and the log are
man-env-language = the language, where neither --lang nor the setting language chooses one
man-env-color = no colours, unless it is empty
man-file-register = the register
man-file-keys = the keys of the verification links; back it up by itself
man-file-journals = changes that were not saved in time
man-file-log = the program's own log

### What went wrong

error-template-ambiguous = There are both an export and an import template named “{ $name }”. Say --kind export or --kind import.
error-export-template-inactive = The export template “{ $name }” is inactive.
error-import-template-inactive = The import template “{ $name }” is inactive.
error-template-inactive-cure = Activate it among the templates or by “koppla template activate”, or choose another.
error-address = “{ $value }” is no address. { $why }
error-bad-text = { $field } holds a control character. Remove it.
error-unencodable = { $field } of { $person } holds { $character }, which { $encoding } does not have. Nothing was written.
error-unencodable-cure = Give the template the encoding UTF-8.
error-setting-unknown = There is no setting “{ $key }”. “koppla setting list” shows them all.
error-setting-invalid = “{ $value }” is no value of { $key }, which takes { $takes }.
error-too-many-changes = { $changes ->
    [one] { $changes } address
   *[other] { $changes } addresses
} would change, more than the { $limit } that are allowed. Nothing was imported.
error-too-many-changes-cure = Look at the preview (--dry-run), and raise --max-changes if it is right.
error-rows-rejected = { $n ->
    [one] { $n } row is
   *[other] { $n } rows are
} rejected, and all or nothing was asked for. Nothing was imported.
error-rows-rejected-cure = Correct the rows and import the file again.
error-postgres = This version keeps the register in a local file only, not in PostgreSQL.
error-not-an-export = Run { $run } is no export that a file can be compared with.
error-not-an-export-cure = “koppla log” shows the exports; --export none imports without comparing.
error-undo-kind = Run { $run } is of the kind { $kind } and cannot be undone. Only imports and undos can.
error-undo-purged = The rows of run { $run } have been purged from the log, so it cannot be undone any more.
error-undo-nothing = Run { $run } changed no address, so there is nothing to undo.
error-undo-done = Run { $run } has been undone already, in run { $by }.
error-undo-as-before = Everybody whom run { $run } changed has the address from before it already.
error-undo-erased = Everybody whom run { $run } changed has been erased from the register.
error-no-home = There is no home directory to keep the register in. Say where with --register.
error-cancelled = Cancelled. Nothing was changed.

# Verification: what stands in the way
error-keys-line = Line { $line } of { $path } is no key.
error-keys-empty = { $path } holds no key.
error-keys-cure = Put the file back from a backup. With a new key, all links that were sent stop counting.
error-system = The system could not give random numbers or memory. Try again.
error-password-length = A password has { $least } to { $most } characters.
error-config = The configuration file { $path } cannot be used: { $what }
error-setting-missing = The setting { $key } is missing.
error-setting-missing-cure = Set it under Security or with "koppla setting set { $key }".
error-mailing-not-offered = Verification links are not sent while you prepare the switch.
error-mailing-not-offered-cure = Everybody signs in and asks for a verification code. The mode is changed under Security.

error-doubtful = Line { $line } can be read as “{ $one }” ({ $guess }) or as “{ $two }” ({ $other }).
error-doubtful-cure = Choose with --encoding { $guess } or --encoding { $other }.
entry-person = person “{ $name }”
entry-export-template = export template “{ $name }”
entry-import-template = import template “{ $name }”
entry-domain = allowed domain { $name }
entry-setting = setting “{ $name }”
entry-run = run { $name }
entry-notification = notification { $name }
entry-mailing = mailing { $name }
store-busy = The register is busy: somebody else is writing to it. Nothing was changed; try again in a moment.
store-full = The disk is full. Nothing was changed; make room and try again.
store-newer = The register { $path } was made by a newer koppla (version { $found }; this one knows { $known }). Update koppla.
store-foreign = { $path } is no register of koppla. Nothing in it was touched; name another file with --register.
store-network = { $path } is on a network file system ({ $kind }), where two writers can destroy a register. Put it on a local disk.
store-gone = The register { $path } is not there any more: somebody has removed or moved it. Nothing was changed. Put it back, or end koppla to begin with a new one.
store-readonly = The register can be read but not written. Check the permissions of the file and its directory.
store-damaged = The register is damaged: { $what }. Restore a backup, or look closer with “koppla register verify”.
store-io = { $path } cannot be used as register: { $why }.
store-failed = The register failed: { $why }. Nothing was changed.
store-not-found = There is no { $what }.
store-already-exists = There is already a { $what }.
store-ambiguous = { $count } persons have the employee number { $number }. Say which company is meant (--company).
store-number-taken = { $holder } has the employee number { $number } already.
store-address-taken = { $holder } has the address { $address } already.
store-conflict = Somebody else changed { $what } meanwhile. Nothing was changed; look again.
store-basis-changed = Somebody else changed the register meanwhile. Nothing was written; try again.
store-verified-protected = The address of { $person } is verified and stays. Remove the link first.
flaw-no-key = A person needs a user id or an employee number.
flaw-number-empty = The employee number is empty.
kind-directory = a directory
kind-pipe = a pipe
kind-device = a device
kind-socket = a socket
kind-other = no regular file
file-missing = There is no file { $path }.
file-missing-cure = Check the name and the directory.
file-unreadable = { $path } cannot be read: { $why }.
file-exists = { $path } exists already.
file-exists-cure = Choose another name, or overwrite it with --force.
file-empty = { $path } is empty.
file-export-again = Export the file again.
file-binary = { $path } is no text file.
file-spreadsheet = { $path } is a workbook, whatever its name says.
file-spreadsheet-cure = Open it in the spreadsheet and save it as CSV or as Unicode text.
file-too-large = { $path } is larger than { $mib } MiB.
file-too-large-cure = Divide the file, or raise the setting max-file-mib.
file-changing = { $path } is still being written.
file-changing-cure = Try again when the other program is done.
file-not-regular-cure = Name the file itself.
file-not-regular = { $path } is { $kind }, not a file.
file-quote-unclosed = In { $path }, a field opens with a quotation mark on line { $line } and never closes.
file-quote-unclosed-cure = Correct that line, or read quotation marks as ordinary characters (--no-quotes).
file-not-writable = { $path } cannot be written: { $why }.
file-elsewhere-cure = Nothing is lost; save it under another name.
file-disk-full = The disk is full; { $path } was not written.
file-directory-missing = There is no directory { $path }.
file-write-failed = { $path } was not written: { $why }.
file-changed = { $path } was changed by somebody else since it was opened.
file-removed = { $path } was removed since it was opened.
file-unencodable = Row { $row }, column { $column }: { $encoding } does not have the character { $character }.
file-read-only = { $path } is open for reading only.
edit-read-only = The file is open for reading only.
edit-no-such-cell = The row on line { $line } has { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
} only.
edit-unwritable = The character { $character } cannot stand in a cell.
edit-would-vanish = The only field of a row cannot be empty.
edit-unencodable = { $encoding } does not have the character { $character }.

### What the commands say

cli-yes-no = y/N
cli-totals = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}: { $updated } updated, { $unchanged } unchanged, { $kept } kept (verified), { $blank } blank, { $rejected } rejected
cli-rejected-row = line { $line }, { $who }, “{ $value }”: { $sentence } [{ $code }]
cli-warnings = { $n ->
    [one] { $n } warning
   *[other] { $n } warnings
}; --json lists them
cli-backup-done = The register was copied to { $path }.
usage-delimiter = “{ $value }” is no field delimiter: tab, semicolon, comma, pipe or one character
usage-encoding = “{ $value }” is no encoding: utf-8, utf-8-bom, windows-1252, ibm437 or utf-16le
usage-field = “{ $value }” is no field: company, user_id, employee_number, first_name, last_name, department, email, connect_address, active, protected or -
usage-skip-rows = --skip-rows belongs to import templates
usage-max-changes = --max-changes takes a number, or a share such as 10%
usage-rejects-input = --rejects has to be another file than the one that is imported
usage-export = --export takes the number of an export, or none
cli-verified-ignored = The column Verified was ignored in { $n ->
    [one] { $n } row
   *[other] { $n } rows
}; --trust-verified takes it for persons that are created.
cli-addresses-left = { $n ->
    [one] { $n } known person has
   *[other] { $n } known persons have
} another address in the file and kept their own; --addresses changes unverified ones.
cli-dry-run = Nothing was changed (--dry-run).
cli-load-totals = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}: { $created } created, { $updated } updated, { $unchanged } unchanged, { $rejected } rejected
cli-status-path = Register: { $path }
cli-status-persons = Persons
cli-status-lacking = Lacking an address
cli-status-unverified = Unverified
cli-status-verified = Verified
cli-status-inactive = Inactive
cli-verify-ok = The register is sound.
cli-person-added = { $who } was added.
cli-person-set = { $who } was corrected.
cli-person-remove = Erase { $who } and everything the logs know of the person?
cli-person-removed = { $who } was erased; { $n ->
    [one] { $n } log row was
   *[other] { $n } log rows were
} emptied.
cli-person-state = State: { $state }
cli-template-added = The template “{ $name }” was saved.
cli-template-removed = The template “{ $name }” was removed.
template-unused = No run in the log has used the template.
template-used = The template was used in { $n ->
        [one] { $n } run
       *[other] { $n } runs
    } of the log, last { $when }.
template-activated = The template “{ $name }” is active again.
template-deactivated = The template “{ $name }” is inactive and no longer offered.
label-fields = Fields
label-delimiter = Field delimiter
label-encoding = Encoding
label-heading = Heading row
label-skip-rows = Skip leading rows
label-detected = recognised
cli-exported = { $rows ->
    [one] { $rows } person
   *[other] { $rows } persons
} written to { $path }
cli-left-no-key = Left out because a key is missing: { $n }.
cli-left-protected = Left out because of protected identity: { $n } (--include-protected takes them).
cli-formula-like = Values that a spreadsheet would run as a formula: { $n }. They are written as they are.
saving-formula-like = Values that a spreadsheet would run as a formula: { $n }. They have got an apostrophe before them.
cli-import-confirm = Change { $n ->
    [one] { $n } address
   *[other] { $n } addresses
}?
cli-import-done = Imported as run { $run }; “koppla log { $run }” shows it.
cli-undo-confirm = Revert { $n ->
    [one] { $n } address?
   *[other] { $n } addresses?
}
cli-undo-done = Undone as run { $run }; “koppla log { $run }” shows it.
cli-run-rejected = { $n } rejected
cli-kept = { $address } stays, verified (the file has “{ $value }”)
kept-verified = The address is verified and stays.
cli-domains-none = The list is empty: all domains are allowed.
cli-domain-added = { $domain } is now allowed.
cli-domain-removed = { $domain } is no longer on the list.
cli-domain-outside = { $n ->
    [one] { $n } stored address is
   *[other] { $n } stored addresses are
} outside the allowed domains. They stay as they are.

### tui core

tui-too-small = koppla needs a larger window: at least { $columns } columns and { $lines } lines.
tui-paste-too-large = The pasted text is larger than { $mb } MB and was left out. Save it as a file and choose From another file under f in step 3.
tui-how-to-quit = ^Q quits koppla.
tui-suspend-nowhere = There is no shell to go to: koppla was not started from one. ^Q quits.
tui-no-clipboard = This terminal has no clipboard that koppla can reach.
tui-key-help = help
tui-key-palette = find a command
tui-key-menu = menu of views
tui-key-notifications = notifications
tui-key-next-step = next step
tui-key-previous-step = previous step
tui-key-step = go to step { $n }
tui-key-redraw = redraw the screen
tui-key-suspend = suspend koppla, to the shell
tui-key-quit = quit
tui-key-up = up
tui-key-down = down
tui-key-left = left
tui-key-right = right
tui-key-page-up = page up
tui-key-page-down = page down
tui-key-top = to the top
tui-key-bottom = to the bottom
tui-key-home = to the beginning
tui-key-end = to the end
tui-key-next-field = next field
tui-key-previous-field = previous field
tui-key-open = open, edit, press
tui-key-back = back, close, cancel
key-arrow-up = Up
key-arrow-down = Dn
key-arrow-left = Left
key-arrow-right = Right
tui-yes = Yes
tui-no = No
tui-confirm = confirm
tui-cancel = cancel
tui-close = close
tui-choose = choose
tui-open = open
tui-save-here = save
tui-file-name = Name:
tui-more-text = { $keys } shows the rest
tui-complete = complete
tui-hidden-files = hidden files
tui-reading-directory = Reading the folder …
tui-reading-directory-so-far = Reading the folder … { $n } names so far
tui-used-lately = used lately
tui-error-title = Something went wrong
tui-menu-title = All views
tui-palette-title = Find a command
tui-nothing-found = Nothing found.
tui-help-title = Keys: { $place }
tui-help-here = Here
tui-help-moving = Moving
tui-help-everywhere = Everywhere
tui-number-wanted = Type { $number } and press Enter to go on:
tui-number-wrong = That is not { $number }. Nothing has been done.
tui-quit-title = Quit koppla?
tui-quit-question = Quit all the same?
tui-capital = A capital Y is yes.
tui-leave-title = Leave without saving?
tui-leave-question = Go on all the same?

### All views, and the words by which the palette finds them

view-add-person = Add a person
also-guide = start home steps overview
also-export-templates = template fields delimiter encoding
also-export = write a file
also-addresses = fill in edit table addresses file
also-import-templates = template fields delimiter encoding
also-import = read a file load
also-users = verify accounts bulk mailing verification links persons correct remove erase
also-people = people file fill the register employees
also-add-person = new person create
also-person = show correct remove erase link card
also-log = runs row log undo
also-notifications = bell messages
also-security = allowed domains for linking to Visma Connect
also-verification = sender mail server SMTP verified domains links lifetime
also-program = language språk Swedish English retention log rows confirm
also-keys = shortcuts keyboard
also-about = version paths where the files are licence

### Settings › General › Program

program-title = Program
program-language = Language
program-language-auto = as the terminal
program-language-hint = Holds from here on and next time; --lang goes before it.
program-theme = Colours
program-theme-auto = as the terminal
program-theme-light = for a light background
program-theme-dark = for a dark background
program-theme-none = none
program-theme-hint = Where the variable NO_COLOR is set there are none. Whatever a colour says, a sign says too.
program-mouse = Mouse in koppla
program-mouse-hint = The wheel scrolls; a click selects and presses buttons. Otherwise the mouse is the terminal's own, for selecting and copying text.
program-log-days = Keep the log's rows (days)
program-log-days-hint = Runs and their counts stay longer; never keeps the rows for good.
program-keep-files = Keep imported files
program-keep-files-hint = Yes: a copy of every imported file is put beside the register.
program-confirm-above = Type the number if more than
program-confirm-above-hint = So many addresses an import may change with just a yes.
program-confirm-domains = Type the number for new domains
program-confirm-domains-hint = Yes: also when addresses come under a domain that nobody has yet.
program-max-file = Largest file (MiB)
program-max-file-hint = Larger files are not opened.

### Help: all keys, about the program

overview-title = Keys
overview-where-it-fits = Where it applies
overview-move = move
overview-pages = by pages
overview-ends = first, last
overview-columns = start, end of the row
overview-fields = next, previous field
overview-steps = next, previous step
overview-step = go to a step
overview-help = help: the keys here
overview-search = search, next, previous
overview-sort = sort by the column
overview-suggestions = take the suggestion, all
overview-typing = While you type text only Enter, Tab, Esc, ^S, ^Q and the F keys reach koppla; all others belong to the field.
usual-save = save
usual-search = search
usual-next = next hit
usual-previous = previous hit
usual-filter = filter
usual-sort-up = sort up
usual-sort-down = sort down
usual-mark = mark
usual-undo = undo
usual-redo = redo
usual-fill = fill many cells
usual-take = take the suggestion
usual-take-all = take the suggestion for all alike
tui-key-keys = all keys
about-title = About koppla
about-version = koppla { $version }
about-what = Gives many employees their Visma Connect address at once. Free software under the MIT licence.
about-read-on = Read on: F1 shows the keys of each view, koppla --help explains the commands, and koppla man is the whole manual.
about-files = Your files are here
about-register = The register
about-keys = The keys of the verification links
about-journal = Changes that were not saved in time
about-config = The configuration file
about-log = The program's own log

### The guide

guide-title = Guide
guide-key-open = open
guide-key-load = load people
guide-not-ready = needs a register
guide-empty = The register is empty. Press l to load a people file; its first row names the columns, such as Användar-id, Anställningsnummer, Förnamn.
guide-counting = The persons are being counted …
guide-counts = { $persons ->
    [one] { $persons } person
   *[other] { $persons } persons
}: { $lacking } lack an address, { $unverified } unverified, { $verified } verified.
guide-mails-wait = Mails with verification links wait to be sent: open step 6 and press r.
guide-kept = An address that is already verified is kept: the import never overwrites it.
guide-kept-short = Addresses that are verified already are kept.
guide-welcome = New here? Go from top to bottom with Enter. F1 shows the keys, m all views, :{"\u00A0"}searches, ^Q quits.
guide-welcome-short = New here? Enter goes through the steps, m shows all views.
guide-domains = Allowed domains now: { $domains }. Addresses under other domains are not imported.
guide-domains-short = Allowed domains: { $domains }
guide-domains-all = All domains are allowed now: the list under Security is empty.
guide-domains-all-short = All domains are allowed: the list is empty.
demo-name = demo
error-terminal = The screens need a terminal ({ $why }). The commands work without one: koppla --help
error-no-terminal =
    The screens need a terminal that can move its cursor; here the output is a file or a pipe, or TERM is not set (or “dumb”). The five steps are commands as well, and those print plain lines:
    1 Export template: koppla template add --kind export --name … --fields user_id,employee_number,connect_address
    2 Export: koppla export --template … --output FILE
    3 Addresses: koppla fill FILE --pattern … and koppla check FILE
    4 Import template: koppla template copy EXPORT IMPORT
    5 Import: koppla import FILE --template … --dry-run
    More on each command: koppla --help

### Loading people, security, verification

people-title = Load people
people-key-load = load
people-key-choose = choose file
people-key-back = back
people-intro = A people file fills the register: its first row names the columns, in Swedish or English, and each row is a person. Known persons are brought up to date; blank cells leave things as they are.
people-file = People file
people-file-hint = F3 chooses among the files; ~ is your home directory.
people-file-needed = Which file?
people-addresses = Change unverified addresses
people-addresses-hint = Off: known persons keep the address that they have. Verified addresses are kept always.
people-addresses-hint-on = On: unverified addresses are replaced by those in the file. Verified addresses are always kept.
people-trust = Trust the column Verifierad
people-trust-hint = Off: the file verifies no address.
people-trust-hint-on = On: new persons get their address verified. Only for a file from a source that you trust.
people-preview = Preview
people-choose = Choose a people file
people-reading = Reading the file … Esc cancels
people-writing = Writing the register …
people-nothing = There is nothing to load: the register is up to date with the file.
people-confirm = { $created } to be created and { $updated } to be updated. Load them?
people-counts = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}: { $created } to be created, { $updated } to be updated, { $unchanged } unchanged, { $rejected } cannot be loaded
people-verified-ignored = The column Verifierad is ignored in { $n ->
    [one] { $n } row
   *[other] { $n } rows
}.
people-addresses-left = { $n ->
    [one] { $n } known person has
   *[other] { $n } known persons have
} another address in the file and keeps the present one.
people-all-good = Every row can be loaded. Press i to load.
column-line = Line
column-who = Who
column-value = Value
column-reason = Reason
path-settings = Settings
path-general = General
path-security = Security
path-exchange = Import/export
path-help = Help
security-key-add = add
security-key-remove = remove
security-key-back = back
security-domains = Allowed domains when linking to Visma Connect
security-explain = With domains in the list, the import takes addresses under these only. An entry allows exactly that domain; *.foretaget.se allows its subdomains.
security-add-title = Allow a domain
security-add-label = Domain, such as foretaget.se:
security-meant = That is no domain. Did you mean { $meant }?
security-remove-title = Remove a domain
security-remove = Take { $domain } off the list? Stored addresses stay as they are.
step-verify = Verify
step-verify-explain = If you sign in by Visma Connect already, you send verification links from here; if not, each person signs in and asks for a code. In a real Flex HRM follow “Verifiering av användare efter flytten”.
step-verify-nobody = There are no persons in the register yet. Load a people file first: press l in the guide.
### Template and export screens

step-export-template = Export template
step-export-template-explain = The export template decides which fields go into the file. User id, employee number and E-mail Visma Connect must be among them.
step-import-template = Import template
step-import-template-explain = The import template must have the same delimiter, mostly Tab, and the same fields in the same order as the export template. koppla copies all that for you.
step-export = Export
step-export-explain = The export writes a file with the persons who shall get an address, one on each row. Let its name end in .csv, and Excel and other spreadsheets open it too.
step-export-no-template = No export template is in use. Make or activate one in step 1 first.
step-export-nobody = The register has no persons yet. Load a people file first: press l in the guide.
step-template-needed = save a template
step-templates = { $n ->
    [one] { $n } template
   *[other] { $n } templates
}
step-needs-template = needs a template from step { $n }
step-needs-people = needs people in the register
step-export-needed = no export yet
step-import-needed = no import since the export
step-file-needed = no file yet
step-file-imported = the file is imported
step-file-unsaved = { $file }, not saved
step-run = run { $run }, { $at }
step-run-rejected = run { $run }: { $n } rejected
step-verify-all = all are verified
step-verify-left = { $n ->
    [one] { $n } not verified
   *[other] { $n } not verified
}
tpl-way-export = Export templates
tpl-way-import = Import templates
tpl-key-save = save
tpl-key-from = from template/file
tpl-key-open = edit
tpl-key-add = add field
tpl-key-up = move up
tpl-key-down = move down
tpl-key-new = new template
tpl-key-remove = remove
tpl-key-compare = compare with another export template
tpl-key-mend = mend the difference
tpl-key-mend-all = mend all
tpl-key-active = deactivate/activate
tpl-key-active-short = on/off
tpl-key-new-short = new
tpl-key-from-short = copy from
tpl-name = Name
tpl-export-type = Export type
tpl-import-type = Import type
tpl-type = Employees/users
tpl-heading = Headings from field names
tpl-skip = Skip leading
tpl-rows = Number of rows
tpl-character = Character { $character }
tpl-character-itself = Character
tpl-other-character = Another character
tpl-other-number = another number
tpl-no-delimiter = One character that is no letter or digit.
tpl-no-rows = Say how many rows.
tpl-name-taken = There is already a template with this name.
tpl-skipped = (passed over)
tpl-needed = needed
tpl-new = new
tpl-inactive = inactive
tpl-is-inactive = The template is inactive: it is kept but not offered. Press i in the list to activate it.
tpl-fields = Fields, in the order of the file
tpl-proposed-name = E-post Visma Connect
tpl-proposed-import = Import { $name }
tpl-save = Save
tpl-next-step = Next step: { $number } { $title }
tpl-note-proposed = Proposed by koppla, ready to be saved.
tpl-note-from-file = As the file of step 3 is written, ready to be saved.
tpl-note-other-file = { $file } in step 3 is written in another way. f copies from it.
tpl-note-copied = Copied from the export template, ready to be saved.
tpl-note-mended = All differences are mended, ready to be saved.
tpl-encoding-recognised = encoding recognised
tpl-heading-recognised = heading row recognised
tpl-skips = skips { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
tpl-with-heading = heading row
tpl-without-heading = no heading row
tpl-differences = { $n ->
    [one] { $n } difference
   *[other] { $n } differences
} from the export template “{ $name }”. Press s on a line to mend it, S to mend all.
tpl-differences-file = { $n ->
    [one] { $n } difference
   *[other] { $n } differences
} from the file { $name }. Press s on a line to mend it, S to mend all.
tpl-agrees = Agrees with the export template “{ $name }”.
tpl-agrees-file = Agrees with the file { $name }.
tpl-leave-title = Leave without saving?
tpl-leave-text = The template “{ $name }” has changes that are not saved. They are lost if you go on.
tpl-unsaved = The template “{ $name }” has changes that are not saved.
tpl-add-title = Add a field
tpl-change-title = Put another field here
tpl-all-fields = All fields are in the template already.
tpl-remove-title = Remove the template?
tpl-remove-text = The template “{ $name }” is removed from the register. Files and the log stay as they are.
tpl-remove-rather = If you only want it out of the way, deactivate it instead.
tpl-from-title = Copy from where?
tpl-from-file = the file of step 3: { $file }
tpl-beside-file = File of step 3
tpl-no-export = There is no export template to copy from. Make one in step 1.
tpl-no-export-title = No export template
tpl-conflict-title = Somebody else has changed the template meanwhile
tpl-conflict-theirs = Show theirs and drop my changes
tpl-conflict-mine = Save mine in its place
tpl-conflict-new = Save mine as a new template
tpl-removed-meanwhile = Somebody else has removed it. What you have in the form can still be saved as a new template with ^S.
exp-key-run = export
exp-key-open = choose
exp-key-copy = save a copy
exp-key-path = copy the path
exp-key-new = new export
exp-key-cancel = cancel
exp-name = Name
exp-name-hint = The name that the log shows.
exp-file = File name
exp-file-hint = With .csv at the end, spreadsheets open the file at once. ~ is your home directory.
exp-template-hint = ← and → choose among your export templates.
exp-selection = Persons
exp-selection-hint = ← and → choose who goes into the file.
exp-company-hint = The number of a company; left empty, persons of all companies are taken.
exp-protected = Protected identities too
exp-protected-hint = Persons with protected identity are otherwise left out of the file.
exp-run = Export
exp-run-hint = Enter writes the file. { $up } goes back to what is filled in above.
exp-only-active = Active persons
exp-only-all = All persons
exp-only-missing = Those lacking an address
exp-only-unverified = Those with an unverified address
exp-no-file = A file name is needed.
exp-progress = { $done } of { $total } persons
exp-preparing = Reading the register …
exp-broken = The export stopped by an error in koppla. No file was written.
exp-failed = The export “{ $name }” did not succeed.
exp-running = The export “{ $name }” is still running.
exp-toast = The export is ready: { $rows ->
    [one] { $rows } person
   *[other] { $rows } persons
}.
exp-cancelled-title = Cancelled
exp-cancelled = The export was cancelled. No file was written.
exp-cancel-title = Cancel the export?
exp-cancel-text = No file is written then.
exp-overwrite-title = Overwrite the file?
exp-overwrite = { $path } exists already. If you overwrite it, what it holds is lost, addresses that you filled in too.
exp-written = { $rows ->
    [one] { $rows } person was written to the file
   *[other] { $rows } persons were written to the file
}
exp-nobody = Nobody fits the choice: the file holds no persons.
exp-left-no-key = { $n ->
    [one] { $n } person was left out who lacks
   *[other] { $n } persons were left out who lack
} a user id or an employee number: such a row could not be read back.
exp-left-protected = { $n ->
    [one] { $n } person was left out because of protected identity.
   *[other] { $n } persons were left out because of protected identity.
}
exp-formula-like = { $n ->
    [one] { $n } value begins
   *[other] { $n } values begin
} like a formula. A spreadsheet may calculate instead of showing it.
exp-go-on = Go on to step 3 with the file
exp-copy-title = Save a copy
exp-copy-label = Save a copy of the file as:
exp-copy-path = Copy the path
exp-again = Make another export
exp-path-copied = The path was handed to your terminal's clipboard.
exp-copied = A copy was saved as { $path }.
### Import, preview and log screens

way-processing = Processing
way-routines = Service routines
job-died = koppla made a mistake of its own and stopped this work. Nothing was changed by it.
job-stopping = Stopping …

planned-updated = to update
planned-kept = kept
planned-rejected = rejected
planned-all-updated = to be updated
planned-all-kept = kept (verified)
planned-all-rejected = cannot be imported
all-updated = updated
all-unchanged = unchanged
all-kept = kept (verified)
all-blank = blank
all-rejected = rejected
result-updated = { $n ->
    [one] { $n } updated
   *[other] { $n } updated
}
result-unchanged = { $n ->
    [one] { $n } unchanged
   *[other] { $n } unchanged
}
result-kept = { $n ->
    [one] { $n } kept (verified)
   *[other] { $n } kept (verified)
}
result-blank = { $n ->
    [one] { $n } blank
   *[other] { $n } blank
}
result-rejected = { $n ->
    [one] { $n } could not be imported
   *[other] { $n } could not be imported
}
result-nothing = no rows
result-exported = { $n ->
    [one] { $n } person written to the file
   *[other] { $n } persons written to the file
}
result-created = { $n ->
    [one] { $n } person created
   *[other] { $n } persons created
}

import-title = Import
import-explain = You see first what becomes of every row, and nothing changes until you confirm. A notification says how it went, and the log shows the rows that could not be imported.
import-missing-template = No import template is in use. Make or activate one in step 4 first.
import-key-enter = next, press
import-key-browse = choose file
import-key-preview = preview
import-key-log = show log
import-key-back = guide
import-name = Name
import-name-proposed = Import { $day }
import-name-hint = What the log calls this import.
import-template = Import template
import-template-hint = How the file is read. ← and → choose another template.
import-file = File
import-file-hint = The file that you have edited and saved. ~ is your home directory.
import-browse = Choose file …
import-browse-hint = Shows the files on the disk.
import-browse-title = File to import
import-unsaved-title = Unsaved edits
import-unsaved = The import reads the file as it is on the disk.
import-save-first = Save first, then read
import-as-on-disk = Read without the changes
import-not-saved = So the file was not read. Save it in step 3.
import-whole = All or nothing
import-whole-hint = On: nothing is imported while any row is rejected. Off: the good rows are imported, and the others are listed.
import-preview = Preview
import-preview-hint = Reads the file and shows what becomes of every row. Nothing changes yet.
import-no-file = Say which file.
import-reading = Reading { $file } …

cure-title = The file cannot be read as it is
cure-question = What do you want to do?
cure-none = Go back, and correct the file or the template
cure-delimiter = Read it with { $file } this time
cure-columns = Read the columns in the order of the file this time
cure-skip = { $n ->
    [0] Skip no leading rows this time
    [one] Skip { $n } leading row this time
   *[other] Skip { $n } leading rows this time
}
cure-no-quotes = Read quotation marks as ordinary characters this time
cure-encoding = { $encoding }: “{ $shown }”

### All that differs between a file and the template, in one question

cure-several = The file differs from the template in { $n } ways:
cure-differs-delimiter = Delimiter: { $file } in the file, { $template } in the template
cure-differs-column = Column { $column }: { $found } in the file, { $expected } in the template
cure-no-column = none
cure-differs-encoding = Encoding: { $file } in the file, { $template } in the template
cure-doubtful-encoding = Encoding: line { $line } reads ”{ $one }” with { $guess } and ”{ $two }” with { $other }
cure-all = Read the file as it is this time
cure-all-for-good = Correct the template to match the file
cure-all-encoding = Read the file as it is now, with { $encoding }
cure-all-encoding-for-good = Correct the template to match, with { $encoding }

### Correcting after an import

cure-delimiter-for-good = Correct the template: { $file } from now on
cure-columns-for-good = Correct the template: the columns of the file from now on
cure-skip-for-good = { $n ->
    [0] Correct the template: skip no leading rows
    [one] Correct the template: skip { $n } leading row
   *[other] Correct the template: skip { $n } leading rows
}
cure-encoding-for-good = Correct the template: { $encoding } from now on
rows-key-enter = correct the row, or show it
rows-key-correct = correct
run-key-import-touched = import rest
addresses-key-import-touched = import corrected
correcting-title = Correct the row
correcting-choose = Where is { $file } now?
correcting-other-unsaved = Step 3 has unsaved changes in { $file }. Save them first, then come back here.
correcting-then-touched = Correct it, save with ^S and press i: only what was corrected is imported. & shows all rejected.
correcting-then-preview = Correct it, save with ^S and press i to preview again.
correcting-moved = The file has changed since the import; the row now stands on line { $line }.
correcting-edited = The cell on line { $line } has changed since the import.
correcting-gone = The file has changed since the import: { $who }, who stood on line { $line }, is no longer in it.
correcting-save-first = Save first with ^S. Then press i.
pace-seconds = { $n } s left
pace-minutes = { $n } min left
pace-rows = { $rows } rows/s, { $left }
cli-progress = { $percent } % done, { $pace }
import-touched = Corrected rows only
import-touched-hint = On: only rows are read that run { $run } did not import as they stand now, that is corrected rows and rows that could not be imported. Off: the whole file is read.
import-corrected-name = { $name } – correction
error-not-correctable = Run { $run } is no import whose rows are still in the log, so there is no telling which rows were corrected.
error-not-correctable-cure = Import the whole file instead, without --corrects.
help-import--corrects = Read only rows that this run did not import as they stand now: corrected and rejected ones

preview-title = Preview
preview-key-import = import
preview-key-rejects = save rejected
preview-key-back = back
preview-key-stop = stop
preview-not-yet = This is what an import would do. Nothing has changed yet; i or Tab imports.
preview-new-domains = Nobody has an address under { $domains } so far. Is that right?
preview-many-new-domains = Nobody has an address under { $domains } and { $n ->
    [one] { $n } more domain
   *[other] { $n } more domains
} so far. Is that right?
preview-nothing-blank = { $n ->
    [one] One cell is blank
   *[other] { $n } cells are blank
}: e leads to step 3, where they are filled in.
preview-nothing-title = Nothing to import
preview-nothing = No address would change, so there is nothing to import.
preview-confirm-title = Import?
preview-confirm = { $n ->
    [one] { $n } address is
   *[other] { $n } addresses are
} imported from { $file }.
preview-confirm-kept = { $n ->
    [one] { $n } verified address stays as it is.
   *[other] { $n } verified addresses stay as they are.
}
preview-confirm-rejected = { $n ->
    [one] { $n } row cannot be imported and is left out.
   *[other] { $n } rows cannot be imported and are left out.
}
preview-applying = Importing { $n ->
    [one] { $n } address
   *[other] { $n } addresses
} …
preview-applying-hint = Esc stops. Then nothing at all is imported.
preview-stop-title = Stop the import?
preview-stop = The import is going on. If you stop it, nothing at all is imported.
preview-unsaved = The import of { $file } is still going on and would be stopped: then nothing of it is imported.
preview-conflicts-title = Changed meanwhile
preview-conflicts = Somebody else changed the register while you looked. { $n ->
    [one] { $n } row no longer fits and was
   *[other] { $n } rows no longer fit and were
} taken out. Nothing has been imported yet: this is the new preview.
preview-rejects-name = { $stem }_rejected.csv

rows-key-filter = filter
rows-key-filter-short = filter
rows-key-filter-left = previous filter
rows-key-filter-right = next filter
rows-key-search = search
rows-key-next = next hit
rows-key-previous = previous hit
rows-key-open = show the whole row
rows-all = all
rows-warnings = warnings
rows-none = The log has no rows of this run.
rows-none-planned = The file has no rows to import.
rows-none-planned-undo = The run has no rows to revert.
rows-filter-title = Show
rows-search-title = Search
rows-search-label = User id or address, or a part of it:
rows-searching = Searching … Esc stops.
rows-not-found = “{ $text }” is nowhere in these rows.
rows-line = Line { $line }
rows-who = User id: { $who }
rows-number = Employee number: { $number }
rows-outcome = Outcome: { $outcome }
rows-rejected = “{ $value }”. { $sentence }
rows-unchanged = { $value } is what the person has already.
rows-blank = The cell is blank, so the person is left as they are.
rows-column-line = Line
rows-column-outcome = Outcome
rows-column-change = Change

saving-title = Save as file
saving-label = Where to save the file?
saving-no-path = Write a name.
saving-replace-title = Replace the file?
saving-replace = { $path } exists already.
saving-done = { $n ->
    [one] { $n } row was
   *[other] { $n } rows were
} saved in { $path }.

log-title = Log
log-key-open = show rows
log-key-back = back
log-empty = Nothing has been run yet. Every export and import will be listed here.
log-column-run = Run
log-column-finished = Finished
log-column-kind = Kind
log-column-name = Name
log-column-status = Status
log-column-rows = Rows
log-column-updated = Updated
log-column-rejected = Rejected
log-column-who = Who
log-column-template = Template
log-column-file = File
run-title = Run { $run }
run-key-save = save as file
run-key-back = back
run-loading = Fetching the rows …
run-file-name = log_{ $run }.csv

### Undoing a run
undo-title = Undo run { $run }
undo-key-run = undo the run
undo-key-back = back
undo-key-stop = cancel
undo-planning = Looking at what can be reverted …
undo-heading = This is what undoing run { $run } ({ $file }) would do. Nothing has changed yet; press u to undo it.
undo-reverted = { $n ->
    [one] { $n } address reverted
   *[other] { $n } addresses reverted
}
undo-unchanged = { $n ->
    [one] { $n } was reverted already
   *[other] { $n } were reverted already
}
undo-left = { $n ->
    [one] { $n } left as it is
   *[other] { $n } left as they are
}
undo-left-changed = { $n ->
    [one] { $n } left (changed since)
   *[other] { $n } left (changed since)
}
undo-left-verified = { $n ->
    [one] { $n } left (verified since)
   *[other] { $n } left (verified since)
}
undo-left-taken = { $n ->
    [one] { $n } left (the old address is taken)
   *[other] { $n } left (the old addresses are taken)
}
undo-left-erased = { $n ->
    [one] { $n } left (erased)
   *[other] { $n } left (erased)
}
undo-confirm-title = Undo the run?
undo-confirm = { $n ->
    [one] { $n } person gets back the address from before run { $run }, or none if there was none.
   *[other] { $n } persons get back the address from before run { $run }, or none if there was none.
}
undo-confirm-left = { $n ->
    [one] { $n } person is left as they are; the row says why.
   *[other] { $n } persons are left as they are; the rows say why.
}
undo-confirm-links = Verification links that have been sent do not become valid again.
undo-none-title = Nothing to revert
undo-none = None of the addresses can be reverted. Each row says why.
undo-applying = { $n ->
    [one] Reverting { $n } address …
   *[other] Reverting { $n } addresses …
}
undo-applying-hint = Esc cancels. Then nothing at all is reverted.
undo-stop-title = Cancel?
undo-stop = The addresses are being reverted. If you cancel, nothing at all is reverted.
undo-unsaved = Run { $run } is being undone. If you quit now, nothing is reverted.
undo-changed-title = The register has changed
undo-changed = Somebody else changed the register meanwhile. { $n ->
    [one] { $n } person cannot be reverted any more.
   *[other] { $n } persons cannot be reverted any more.
} Look at the rows and undo again.
run-key-undo = undo run
planned-undo-updated = to revert
planned-undo-all-updated = to be reverted
planned-undo-rejected = to be left
planned-undo-all-rejected = to be left
outcome-undo-updated = reverted
outcome-undo-all-updated = reverted
outcome-undo-rejected = left
outcome-undo-all-rejected = left
rows-cleared = { $address } → no address
rows-key-person = show the person
rows-no-person = The row belongs to nobody in the register.

### The comparison with the export
compared = Compared with export { $run } of { $when }: { $n ->
    [one] { $n } row is of a person whose address has changed since.
   *[other] { $n } rows are of persons whose address has changed since.
}
compared-none = Compared with export { $run } of { $when }: no address has changed since.
compared-not = Not compared with any export (see Compare with in the form).
import-export = Compare with
import-export-hint = Addresses that somebody changed after the export are not overwritten by the file
import-export-by-file = the export of the same file name
import-export-none = no export
import-export-run = export { $run } · { $when } · { $file }

### The person card
card-title = Person
card-command = Person …
card-find-title = Show a person
card-find-label = User id or employee number:
card-history = History
card-no-history = The address has never changed.
card-verified-at = Verified
card-key-back = back
card-ambiguous = Several persons have the employee number { $number }. Give the user id instead.
event-set = Address set
event-cleared = Address cleared
event-trusted-on-load = Loaded as verified
event-unlinked = Link removed
event-undone = Reverted
event-verified-by-link = Verified by link
event-verified-by-code = Verified by code
event-verified-by-domain = Verified by verified domain
history-none = none
history-by = { $when }  { $event } by { $who }
history-by-run = { $when }  { $event } by { $who }, run { $run }

notes-title = Notifications
notes-key-open = show log
notes-empty = There are no notifications. One comes when an export or import is done.
notes-told = { $kind } “{ $name }”: { $result }

### The table of addresses

addresses-title = E-mail
addresses-explain = Fill in only E-mail Visma Connect: user id and employee number are locked, because the import finds the right person by them. Check the spelling once more.
addresses-key-edit = edit
addresses-key-next = next row without an address
addresses-key-previous = previous row that lacks an address
addresses-key-take = take the suggestion
addresses-key-clear = empty the cell
addresses-key-undo = undo
addresses-key-redo = redo
addresses-key-save = save
addresses-key-save-as = save under another name
addresses-key-open = open file
addresses-key-encoding = read the file in another encoding
addresses-key-columns = choose columns
addresses-key-commit = done
addresses-key-commit-next = done, next row that lacks an address
addresses-key-commit-next-short = done, next
addresses-key-next-step-short = step 4
addresses-key-commit-previous = done, previous row that lacks an address
addresses-key-give-up = cancel
addresses-column-line = Line
addresses-column-number = Emp. no
addresses-column-name = Name
addresses-checking = checking…
addresses-lacking = { $n } lacking
addresses-changed = { $n } changed
addresses-faults = { $n ->
    [one] { $n } fault
   *[other] { $n } faults
}
addresses-read-only = read-only
addresses-mixed-endings = mixed line endings
addresses-none = No file is open. Press o to open the exported file; step 2 makes one.
addresses-opening = Reading { $file }…
addresses-reading-on = reading on…
addresses-opening-share = Reading { $file }… { $percent } %
addresses-unsettled = { $file } is read, but nothing says which column holds { $field }. Press Enter to choose it, or o to open another file.
addresses-still-open = { $file } is still open and has unsaved changes. Save it, then open { $other } with o.
addresses-no-rows = The file has no rows of persons.
addresses-row-lacking = No address yet. Enter to type one; Tab goes to the next row without one.
addresses-kept = The person has another address, verified. It stays; the one in the file is passed over.
addresses-locked = The address is verified, so the file cannot change it. Remove the link under Users first.
addresses-file-read-only = The file is open for reading only: not all of its bytes can be written back as they were.
addresses-not-checked = The check is still running; try again in a moment.
addresses-none-lacking = No row lacks an address.
addresses-no-suggestion = There is no suggestion for this row.
addresses-take = { $key } takes it, { $all } for all alike
addresses-shifted = The cells have moved one column to the left, so the user id is missing.
addresses-repair = { $key } repairs the keys
addresses-typed-good = The address can be imported.
addresses-typed-nothing = Empty: the import leaves the person as is.
addresses-empty-register = The register is empty, so only the addresses are checked, not who they belong to.
addresses-nothing-to-undo = There is nothing to undo.
addresses-nothing-to-redo = There is nothing to redo.
addresses-nothing-to-save = Nothing has changed since the file was saved.
addresses-saving = The file is being saved.
addresses-saved = { $file } is saved with { $n ->
    [one] { $n } change
   *[other] { $n } changes
}.
addresses-saved-template = Next: ^N to step 4, the import template.
addresses-saved-import = Next: press 5 and import it.
addresses-saved-touched = Now press i.
addresses-save-lost = Saving ended without an answer. Try again.
addresses-unsaved = { $file } has { $n ->
    [one] { $n } unsaved change
   *[other] { $n } unsaved changes
}.
addresses-unsaved-typing = The address that you are typing is not in the table yet.
addresses-open-title = Open the exported file
addresses-save-as-title = Save under another name
addresses-elsewhere-title = Not saved
addresses-elsewhere = Your changes are still here. Save them under another name?
addresses-replace-title = Replace the file?
addresses-replace = { $file } exists already. Replace it?
addresses-discard-title = Unsaved changes
addresses-discard = What is not saved is lost if you go on. Go on?
addresses-which-column = Which column is { $field }?
addresses-which-encoding = Read the file as
addresses-marked = The file says itself that it is { $encoding }.
addresses-doubt = Which reads right? (line { $line })
addresses-quotes = Open it with quotation marks read as ordinary characters?
addresses-quotes-title = A quotation mark never closes

## Edits that were not saved in time

journal-offer-title = Edits that were not saved
journal-offer = On { $when } koppla ended before { $n ->
    [one] { $n } edit
   *[other] { $n } edits
} of { $file } had been saved. Take { $n ->
    [one] it
   *[other] them
} back?
journal-offer-typed = On { $when } koppla ended while you were typing an address.
journal-offer-changed = The file has changed since then. { $n ->
    [0] No edit fits any more
    [one] { $n } edit still fits
   *[other] { $n } edits still fit
}; { $left ->
    [0] none does not
    [one] { $left } does not, because the row is gone or the cell holds something else
   *[other] { $left } do not, because the rows are gone or the cells hold something else
}.
journal-offer-draft = You were typing: { $text }
journal-change = Line { $line }: { $old } → { $new }
journal-empty = (empty)
journal-more = … and { $n } more
journal-key-take = take back
journal-key-throw = throw away
journal-key-later = decide later
journal-throw-title = Throw the edits away?
journal-throw = There is no way to get them back afterwards. Throw them away?
journal-taken = { $n ->
    [0] You can go on typing where you were.
    [one] { $n } edit is back. It is not saved yet.
   *[other] { $n } edits are back. They are not saved yet.
}
journal-taken-some = { $n ->
    [one] { $n } edit is back
   *[other] { $n } edits are back
}; { $left } did not fit any more and are gone.
journal-undecided = Edits of last time are waiting. Press Enter and take them back or throw them away; until then the file is read-only.
journal-in-use-title = The file is in use
journal-in-use = The file is open for editing in another koppla already. Here you can only read it. Close the other one and open the file again, or save it under another name with w.
journal-in-use-locked = The file is open for editing in another koppla, so here you can only read it.
journal-none-title = Edits are not kept safe
journal-none = You can edit the file all the same, but what is not saved is lost if koppla is cut off. Save often.
journal-newer = Edits of last time are in { $file }, but a newer version of koppla has written them.
journal-trouble = The edit stands in the table but could not be kept safe against a crash. Save the file.

conflict-elsewhere = Save under another name
conflict-overwrite = Overwrite the file on the disk…
conflict-again = Write the file again in the same place
conflict-kept = Your edits are still there. What do you want to do?
conflict-comparing = The file on the disk has changed. It is being compared with yours…
conflict-counts = On the disk { $changed ->
    [one] { $changed } row has
   *[other] { $changed } rows have
} another content, { $added } came and { $removed } went.
conflict-both = { $n ->
    [0] You have edited none of them.
    [one] You have edited { $n } of them, too.
   *[other] You have edited { $n } of them, too.
}
conflict-unknown = They cannot be compared: the file on the disk cannot be read as a table.
conflict-overwrite-title = Overwrite?
conflict-overwrite-text = What somebody else has written to { $file } is lost. Overwrite the file?

### The table of addresses: marking, filtering, searching, sorting

addresses-key-mark = mark the row
addresses-key-mark-all = mark all that are shown, or none of them
addresses-key-mark-others = mark the others instead
addresses-key-mark-none = take all marks away
addresses-none-marked = No row is marked.
addresses-marked-rows = { $n } marked
addresses-key-take-all = take the suggestion for all alike
addresses-column-other = Column { $n }
finding-key-up = sort up, or as in the file
finding-key-down = sort down, or as in the file
finding-key-line = go to a line
finding-filter-title = Show
finding-all = all
finding-changed = changed
finding-lacking = without an address
finding-faults = with a fault
finding-problems = with a fault or a warning
finding-rejected-last = rejected by the last import
finding-marked = marked
finding-verified = verified
finding-text = rows that contain …
finding-text-title = Show rows that contain
finding-text-label = All or part of a name, a key or an address:
finding-with-text = “{ $text }”
finding-filter = { $name } · Esc shows all
finding-rows = { $shown } of { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
finding-none-shown = No row fits the filter. Esc shows all rows again, & changes the filter.
finding-works = looking … Esc cancels
finding-search-label = Text in any column, in capitals or not:
finding-wrapped = The search went on from the other end of the table.
finding-not-shown = “{ $text }” is nowhere in the rows that are shown. Esc shows all rows.
finding-no-import = The file has not been imported from here yet, so no row is rejected.
finding-line-title = Go to line
finding-line-label = The number of the line in the file:
finding-line-wrong = Type the number of a line in digits.
finding-line-hidden = Line { $line } is not shown with this filter. Esc shows all rows.
finding-undone-hidden = Done on line { $line }, which is not shown with this filter.
alike-title = Take the suggestion for all alike?
alike-domain = { $n ->
    [one] { $n } row has
   *[other] { $n } rows have
} the domain { $from }. The suggestion is { $to }.
alike-rejected = { $n ->
    [one] { $n } row with a suggestion is
   *[other] { $n } rows with a suggestion are
} rejected for the same reason: { $reason }.
alike-trimmed = { $n ->
    [one] { $n } address has
   *[other] { $n } addresses have
} spaces at the beginning or end. The suggestion is the address without them.
alike-normalised = { $n ->
    [one] { $n } address has
   *[other] { $n } addresses have
} something around it that does not belong there, such as a name. The suggestion is the address alone.
alike-example = Line { $line }: { $old } → { $new }
alike-more = … and { $n } more
alike-hidden = { $n ->
    [one] { $n } of them is not shown
   *[other] { $n } of them are not shown
} with this filter.
alike-ask = { $n ->
    [one] Change it? This can be undone.
   *[other] Change all { $n }? This can be undone in one step.
}
alike-taken = { $n ->
    [one] { $n } address was changed.
   *[other] { $n } addresses were changed. u takes all of them back at once.
}

### Fill, journal, repair

help-fill = Fill in the addresses of a file, or repair its keys
help-fill--examples =
    Never fills a verified address or a person with protected identity, and an address that is there only with
    --overwrite. Everything else in the file stays as it is, to the byte. If there is a register, it gives names,
    ordinary addresses, and who is verified or protected.

    Patterns: {"{"}first{"}"} {"{"}last{"}"} names, {"{"}first1{"}"} the first of several first names, {"{"}f{"}"} {"{"}l{"}"} initials,
    {"{"}user_id{"}"} {"{"}number{"}"} keys. Namesakes get 2, 3, … after the last name.

    Examples:
      koppla fill anstallda.csv --pattern "{"{"}first{"}"}.{"{"}last{"}"}@foretaget.se" --dry-run
      koppla fill anstallda.csv --from epostlista.xlsx --key number --output ifylld.csv
      koppla fill anstallda.csv --replace "@gamla[.]se$" "@foretaget.se"
      koppla fill anstallda.csv --paste copied.txt --line 2
      koppla fill anstallda.csv --repair-keys
help-fill--pattern = Make addresses from names or keys
help-fill--first-only = Of several first names, take the first
help-fill--from = Take the addresses from a list: delimited text or .xlsx
help-fill--key = What the list is joined by
help-fill--from-email = Take the ordinary e-mail address
help-fill--replace = Find a regular expression in the addresses and replace it; $1 is its first group
help-fill--paste = Fill in what was copied in a spreadsheet: a column downwards, or key and address; - is standard input
help-fill--line = Line of the file on which the pasted column begins
help-fill--repair-keys = Repair keys that a spreadsheet has damaged
help-fill--overwrite = Also over addresses that are there and not verified
help-fill--output = File to write instead; - is standard output
help-fill--force = Overwrite the output file if it exists
usage-fill-output = What comes from standard input needs --output
usage-regex = That is no regular expression: { $why }
pattern-brace = The brace at position { $position } has no partner.
pattern-unknown = There is no { $name }. There are { $all }.
pattern-constant = With this pattern all would get the same address. Use for example {"{"}first{"}"}.{"{"}last{"}"}.
pattern-in-domain = After the @ a pattern needs a fixed domain.
pattern-not-plain = A pattern is a bare address, such as {"{"}first{"}"}.{"{"}last{"}"}@foretaget.se.
fill-not-selected = not selected
fill-column-count = the row is too short to have an address
fill-protected = protected identity
fill-verified = verified
fill-has-address = has an address
fill-no-name = the name is missing
fill-no-name-of = { $what } is missing.
fill-not-latin = the name cannot be written in an address
fill-not-latin-character = The character { $character } of the name cannot be written in an address.
fill-no-email = no ordinary e-mail address
fill-unmatched = nothing found
fill-ambiguous = ambiguous
fill-invalid = would not be an address
fill-key-name = Full name
fill-no-column = No column in the file is recognised as { $field }.
fill-no-column-cure = Give the file a heading row with that name.
fill-no-names = Neither the file nor a register has names.
fill-no-names-cure = Add the columns Förnamn and Efternamn, or name a register with --register.
fill-no-emails = Neither the file nor a register has ordinary e-mail addresses.
fill-no-emails-cure = Add the column E-post, or name a register with --register.
fill-list-without-key = No column in the list is recognised as { $key }.
fill-list-without-address = No column in the list is recognised as addresses.
fill-list-cure = Give the list a heading row, such as Anställningsnummer and E-post.
fill-totals = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}: { $filled } filled in, { $left } left out
fill-repair-totals = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}: { $n ->
    [one] { $n } key
   *[other] { $n } keys
} repaired
fill-change = line { $line }, { $who }: { $old } → { $new }
fill-left-out = left out, { $reason }: { $n } [{ $code }]
fill-left-row = line { $line }: { $reason }
fill-list-unmatched = In the list, but nobody in the file:
fill-list-ambiguous = In the list, but not clear who is meant:
fill-list-row = line { $line } of the list: { $key }, { $address }
fill-list-row-lines = line { $line } of the list: { $key }, { $address } (in the file on line { $lines })
fill-list-row-meant = line { $line } of the list: { $key }, { $address } (did Excel change { $meant }?)
fill-with-register = Names, verified addresses and protected identities come from the register { $path }.
fill-without-register = There is no register { $path }: nobody is known to be verified.
fill-protection-unknown = { $n ->
    [one] For { $n } person
   *[other] For { $n } persons
} neither the file nor a register says whether the identity is protected. Check them before the file is used.
fill-domain-not-allowed = The domain { $domain } is not allowed; the import will reject these addresses.
fill-confirm = Change { $n ->
    [one] { $n } cell
   *[other] { $n } cells
}?
fill-written = Written to { $path }.
fill-joined-by = Joined by { $key }.
fill-surplus = { $n ->
    [one] One pasted value has
   *[other] { $n } pasted values have
} no row; the rows came to an end.

# Filling many cells: menu, form, preview.
filling-key = fill
filling-key-short = fill
filling-title = Fill
filling-way-pattern = By a pattern, such as first.last
filling-way-list = From another file
filling-way-email = From the ordinary e-mail address
filling-way-replace = Find and replace
filling-way-paste = Paste
filling-way-repair = Repair keys
filling-preview = Preview
filling-paste-how = Copy a column of addresses in your spreadsheet and paste it here (in most terminals with Ctrl+Shift+V or the right mouse button). The addresses go downwards from the row you are on. If you copy two columns, a key and an address, each address goes to the person whose key it is. You can just as well paste right into the table. You see every change before anything is done.
filling-damaged = { $n ->
    [one] In one row
   *[other] In { $n } rows
} a spreadsheet has probably changed the key (leading zeros, 1,23E+05). Press f and choose Repair keys.
filling-pattern = Pattern
filling-pattern-hint = {"{"}first{"}"} first name, {"{"}last{"}"} last name, {"{"}first1{"}"} first of several first names, {"{"}f{"}"} {"{"}l{"}"} initials, {"{"}user_id{"}"} {"{"}number{"}"} keys. Namesakes get a number behind the last name.
filling-first = First of the first names only
filling-first-hint = Anna Karin becomes anna, not anna-karin. Anna-Karin is one name.
filling-file = File
filling-file-hint = A list with a key and an address in each row: csv, txt or Excel (.xlsx). F3 browses.
filling-file-needed = Choose a file first.
filling-file-title = Take addresses from
filling-join = Joined by
filling-join-hint = ← → choose. The employee number must be the same character by character, leading zeros too.
filling-find = Find
filling-find-hint = A regular expression, such as @old[.]se$. A dot without brackets is any character.
filling-find-needed = Type what is to be found.
filling-with = Replace with
filling-with-hint = Such as @foretaget.se. $1 is what the first parenthesis of the expression caught.
filling-marked = { $n ->
    [one] Only the marked row
   *[other] Only the { $n } marked rows
}
filling-shown = { $n ->
    [one] Only the row that is shown
   *[other] Only the { $n } rows that are shown
}
filling-chosen-hint = Off: all rows of the file.
filling-overwrite = Over existing addresses too
filling-overwrite-hint = Verified addresses and people with protected identity always stay as they are.
filling-go = Show the changes
filling-go-hint = Nothing is changed yet.
filling-key-preview = show the changes
filling-key-browse = browse
filling-key-back = back
filling-key-apply = apply
filling-key-overwrite = existing too
filling-key-chosen = all/chosen rows
filling-looking = The register is being read…
filling-domain-wanted = Write the domain after the @.
filling-examples = The first rows
filling-nothing-found = The expression finds nothing among the first addresses of the file.
filling-protection-unknown = Koppla does not know whose identity is protected: the file has no column for it, and there is no register. Look through the proposals before you apply them.
filling-by-pattern = By the pattern { $pattern }
filling-by-list = From { $file }
filling-by-replace = “{ $find }” becomes “{ $with }”
filling-only-marked = only marked rows
filling-only-shown = only rows that are shown
filling-also-existing = existing addresses too
filling-unsaved = The changes in the preview are not made yet. Go back to it and press Enter to make them.
filling-planning = Working out the changes…
filling-changes = to change
filling-namesakes = namesakes
filling-unmatched = only in the list
filling-ambiguous = unclear who
filling-namesake = A namesake has the address without a number.
filling-column-key = Key
filling-column-old = Now
filling-column-new = Becomes
filling-column-address = Address
filling-list-line = Line { $line } of the list
filling-listed-meant = may be { $meant }, changed by Excel
filling-listed-lines = in the file on line { $lines }
filling-search-label = Part of a user id, a name or an address:
filling-nothing-title = Nothing to change
filling-nothing = No rows change.
filling-done = { $n ->
    [one] One address
   *[other] { $n } addresses
} filled in. u undoes it all.
filling-repaired = { $n ->
    [one] One key
   *[other] { $n } keys
} repaired. u undoes it all.


### koppla check and koppla open: a file without a register

help-open = Open a file as a table, with no register
help-open--examples =
    Examples:
      koppla open anstallda_epost.csv
      koppla open --domain foretaget.se anstallda_epost.csv
help-open--file = The file to edit
help-open--domains = Allowed domain, once or several times (otherwise: those of the register, if there is one)
help-check = Check a file with no register: addresses, domains, duplicates and keys
help-check--examples =
    Examples:
      koppla check --domain foretaget.se anstallda_epost.csv
      koppla check --delimiter semicolon --encoding windows-1252 list.csv --json
    Ends with 0 if nothing was found, 3 if something was, 4 if the file cannot be read as it is.
help-check--domains = Allowed domain, once or several times (otherwise: those of the register, if there is one)
help-check--columns = The columns of the file, as field codes; - passes over one
check-clean = { $rows ->
    [one] { $rows } row, nothing to remark on.
   *[other] { $rows } rows, nothing to remark on.
}
check-found = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $n ->
    [one] { $n } finding.
   *[other] { $n } findings.
}
check-column-count = The row has { $found } fields, but the file has { $expected } columns. Put right the delimiter that is missing or too many.
check-domain = The domain { $domain } is not allowed. Correct the address, or name that domain with --domain too.
check-warning = Warning: { $sentence }
check-number-differs = Line { $line } has the same user id and another employee number. Have rows been mixed up?
check-lost-zeros = { $field } is shorter than all others. Has Excel taken zeros away? It should probably be { $meant }.
check-exponent = { $field } is written as a number with an exponent. Excel has changed it and digits are lost: take it from the export again.
check-no-column-cure = Give the file a heading row with that name, or name the columns with --columns (the field code is { $code }).
no-register-name = no register
no-register-step = The file was opened without a register, and then there is only step 3. Save the file with ^S and import it where it belongs. To work with a register: quit with ^Q and start koppla without a file name.
no-register-saved-next = Now import it where it belongs.
no-register-guide = The file was opened without a register: nobody is known as verified, and nothing is saved but the file itself.
no-register-error = This needs a register, and none is open.
no-register-cure = Quit with ^Q and start koppla without a file name.
no-register-rows = No register is open, so only the addresses are checked, not whose they are.

### The log: filters, repeating, purging, and why runs failed

help-log--output = Write the rows as a CSV file
help-log--force = Overwrite the file if it exists
help-log--command = Print the command that does the same as the run, for cron
help-log--kind = Only runs of this kind
help-log--status = Only runs that ended like this
help-log--who = Only runs started by this login name, or from this SSH client
help-log--find = Only runs with this in their name, template or file
help-log--since = Only runs from this day on, as 2026-01-31
help-log--until = Only runs up to and including this day
help-log--purge = Take the rows of old runs out of the log; the runs stay with their counts, and so does what each person's history says
help-log--older-than = How many days old, instead of the setting log-days
help-log--dry-run = Only say how many runs would be purged
usage-no-command = There is no command that repeats an undo
cli-purge-never = The setting log-days keeps the log for ever; nothing was purged. Say --older-than DAYS to purge all the same.
cli-purge-would = The rows of { $n ->
    [one] { $n } run
   *[other] { $n } runs
} would be purged.
cli-purged = The rows of { $n ->
    [one] { $n } run
   *[other] { $n } runs
} were purged: { $rows ->
    [one] { $rows } row.
   *[other] { $rows } rows.
}
cli-purge-busy = The register's file could not be rewritten because another program is using it or the disk is full, so traces may be left in its unused parts until the next purge.
log-purged = The rows were purged on { $at } because they were old. The run can no longer be undone.
log-key-search = search
log-key-repeat = repeat
log-key-command = copy command
log-command-title = The command that does the same
log-command-copied = The command is in the clipboard, if your terminal lets koppla put it there.
log-template-gone = { $kind } “{ $name }” no longer exists, so the run cannot be repeated. Create it again under the same name, or start from the form of the step.
log-search-label = Run number, or a part of its name, template or file:
log-not-found = “{ $text }” is in none of these runs.
log-filtered = { $filter }: { $shown } of { $all }
log-none-shown = No run is like that. & changes the filter.
log-filter-title = Which runs?
log-filter-all = all
log-filter-period = Period
log-filter-text = Text
log-filter-text-hint = A part of the name, the template or the file.
log-filter-choice-hint = ← and → change it. Enter goes on.
log-filter-show = show
log-filter-button = Show these
log-filter-clear = Show all
log-filter-key-enter = next, choose
log-filter-told = “{ $text }”
log-period-all = all
log-period-today = today
log-period-yesterday = since yesterday
log-period-days = last { $n } days
log-period-year = last year
log-column-started = Started
log-column-kept = Kept
rows-place = Line { $line }, record { $record }
rows-reason = Reason: { $why } [{ $code }]
run-copy = Copy of the file: { $path }
import-as-then = Read it as then
import-as-then-hint = The file was read otherwise than the template says: { $how }.
cure-told-skip = { $n ->
    [0] no leading rows skipped
    [one] { $n } leading row skipped
   *[other] { $n } leading rows skipped
}
cure-told-columns = other columns
cure-told-no-quotes = without quotation marks
result-failed = failed. { $why }
result-cancelled = cancelled, nothing was imported
failure-delimiter-mismatch = The delimiter in the file is not the template's
failure-heading-mismatch = The headings in the file are not those of the template
failure-skip-rows-wrong = The number of leading rows to skip was wrong
failure-encoding-doubtful = The encoding of the file was in doubt
failure-file-empty = The file was empty
failure-file-binary = The file was no text file
failure-file-spreadsheet = The file was a workbook and not CSV
failure-file-too-large = The file was too large
failure-file-changing = The file was still being written
failure-file-not-regular = It was no ordinary file
failure-quote-unclosed = A quotation mark in the file was never closed
failure-template-incomplete = The template lacks a required field
failure-template-invalid = The template cannot be used
failure-too-many-changes = More addresses would have changed than was allowed
failure-rows-rejected = Rows were rejected, and all or nothing was asked for
failure-file-missing = The file was not there
failure-file-unreadable = The file could not be read
failure-file-not-writable = The file could not be written
failure-directory-missing = The directory was not there
failure-disk-full = The disk was full
failure-write-failed = The file could not be written
failure-unencodable = A character does not exist in the template's encoding
failure-store-full = The disk with the register was full
failure-conflict = Somebody else changed the register meanwhile
failure-store-busy = Another program kept the register busy
failure-store-failed = The register could not be read or written
failure-store-readonly = The register is read-only
failure-store-damaged = The register is damaged
failure-keys-invalid = The file “keys” beside the register holds no keys
failure-setting-missing = A setting is missing
failure-mail-unsecured = The connection to the mail server is not secured
failure-other = It went wrong

# The pages
help-serve = Serve the pages on which people verify their address, and send what is queued
help-serve--examples =
    The pages are reached at the setting base-url, mostly through a proxy that takes care of https. The outbox is sent
    while the program runs; end it with Ctrl-C or SIGTERM.

    Examples:
      koppla setting set base-url https://koppla.foretaget.se
      koppla setting set sender "HR <hr@foretaget.se>"
      koppla serve --listen 127.0.0.1:8080
help-serve--listen = Address and port to listen on; port 0 takes a free one
cli-serving = The pages are served on http://{ $listen }. End with Ctrl-C.
serve-listen-failed = { $listen } cannot be listened on: { $why }.
serve-listen-failed-cure = Choose another port with --listen, or end the program that uses it.
serve-plain = base-url is http, but { $listen } is reached from other machines: passwords would cross the network unencrypted.
serve-plain-cure = Listen on 127.0.0.1, or set base-url to https and put a proxy in front.
serve-system = The system refused something that serving pages needs: { $why }.
serve-sending-again = Mails are being sent again.
web-language = Language
web-confirm-title = Confirm your address
web-confirm = You got this link to show that the e-mail address is yours. Press the button: your link becomes active, and you can sign in to Visma Connect with the address.
web-confirm-unexpected = You did not expect such a mail? Close this page. Nothing happens unless you press the button.
web-confirm-button = Confirm the address
web-active-title = Your link is active
web-verified = The address is verified. You can now sign in to Visma Connect with it.
web-active = You sign in to Visma Connect with { $address }.
web-already-title = The address is already verified
web-already = Your link is active. There is nothing more to do.
web-gone-title = This link does not count
web-gone = It may have expired, been replaced by a newer one, or lost a part when it was copied.
web-gone-ask = Ask for a new link; it is sent to the address that is registered for you.
web-gone-again = If you have a user id and a password, you can sign in here and get a verification code instead. Otherwise ask whoever manages the users of your organisation for a new link.
web-gone-sign-in = Sign in
web-again-title = Ask for a new link
web-again = Type your user id. A new link is sent to the address that is registered for you, and never to anybody else.
web-again-code = If you have a password, you can sign in and get a verification code instead.
web-again-button = Send a new link
web-again-done-title = We have received your request
web-again-done = If your address is waiting to be verified, a new link is on its way there. Look among the junk mail if it takes long.
web-again-none = No link arrives? Then the address may be verified already, or you asked too often. Otherwise tell whoever manages the users of your organisation.
web-sign-in-title = Sign in
web-sign-in = Here you verify your address for Visma Connect. You get your user id and password from whoever manages the users of your organisation.
web-user-id = User id
web-password = Password
web-sign-in-button = Sign in
web-sign-in-refused = Signing in failed. Check user id and password. After many tries you have to wait a quarter of an hour. A one-time password counts only once.
web-too-many = Too many tries from here just now. Wait a few minutes and try again.
web-choose-title = Choose a password of your own
web-choose-one-time = The one-time password is used up. Choose one of your own, so that you can sign in again if you need to.
web-choose = Choose a new password.
web-choose-hint = At least { $least } characters. A sentence that only you would think of is easy to remember and hard to guess.
web-new-password = New password
web-new-password-again = The same password once more
web-choose-button = Save the password
web-password-length = A password has between { $least } and { $most } characters.
web-passwords-differ = You typed two different passwords. Type the same in both fields.
web-signed-in-as = You are signed in as { $who }.
web-sign-out = Sign out
web-no-address-title = You have no address yet
web-no-address = There is no address for Visma Connect to verify. Ask whoever manages the users of your organisation.
web-unverified-title = Verify your address
web-unverified = Your address for Visma Connect is { $address }. We send a verification code there; with it you show that the address is yours.
web-unverified-wrong = Is the address wrong? Ask for no code, but tell whoever manages the users of your organisation.
web-send-code = Send verification code
web-send-code-again = Send a new code
web-code-sent = A verification code is on its way to { $address }. It counts for 15 minutes. Look among the junk mail if it takes long.
web-code = Verification code
web-code-hint = Six digits from the mail
web-code-button = Verify
web-code-wrong = The code is not right. You have { $left ->
    [one] { $left } try
   *[other] { $left } tries
} left.
web-code-spent = The code is not right and has been tried { $tries } times now. Ask for a new one.
web-code-none = The code no longer counts. Ask for a new one.
web-code-wait = A code was sent just now. Wait a minute before you ask for a new one.
web-code-used-up = You have asked for as many codes as can be sent for now. The next one can be sent { $until }.
web-code-undelivered = The code could not be delivered to the address. Is it right?
web-locked-title = Verification is locked
web-locked = Too many wrong codes were typed. Whoever manages the users of your organisation can unlock it.
web-not-found-title = There is no such page
web-not-found = Check the address. The link in the mail must be whole.
web-forbidden-title = This form no longer counts
web-forbidden = Go back, reload the page and try again.
web-bad-request-title = That could not be read
web-bad-request = What was sent could not be understood. Go back, reload the page and try again.
web-failed-title = Something went wrong here
web-failed = It is nothing that you did. Try again in a while.

### The mails

letter-link-subject = Confirm your address for Visma Connect
letter-link =
    Hello!

    This address is registered as yours for signing in to Visma Connect. Open the link and press the button to confirm that it is:

    { $url }

    The link counts until { $until } and can be used once. You did not expect this mail? Do nothing, and nothing happens.
letter-code-subject = Your verification code
letter-code =
    Hello!

    Your verification code for Visma Connect is:

    { $code }

    Type it on the page where you asked for it. The code counts until { $until }. Never give it to anybody else; nobody has a right to ask for it.
letter-test-subject = Test mail from koppla
letter-test =
    Hello!

    This is a test mail. If it reaches you, koppla can send verification links and codes.
error-mail-unsecured = Mails would cross the network to { $host } unencrypted. That is for this machine only.
error-mail-unsecured-cure = Set smtp-security to starttls or tls.
error-mail-invalid = No mail can be made of this: something holds a control character.

### Verification by command

help-any--person = Only this person (user id or employee number); may be given several times
help-any--mailing = Number of the mailing, as “koppla verify status” shows it
help-any--queue-only = Queue the mails and do not send them; “koppla serve” or --waiting sends them
help-person-unlink = Remove the link of a person: the address stays, unverified
help-person-unlink--examples =
    Links and codes that were sent to the address count no more.

    Example:
      koppla person unlink anna.a
help-person-set-password = Issue one-time passwords for signing in to verify oneself
help-person-set-password--examples =
    A password is shown once and kept nowhere. With --output the passwords go into a new file that only you can read.

    Examples:
      koppla person set-password anna.a
      koppla person set-password --only unverified --output losenord.csv
help-person-set-password--id = User ids or employee numbers
help-person-set-password--force = Replace the file if it exists; only you can read it then
help-person-list--force = Replace the file if it exists
help-person-set-password--output = File to create, with user id, name and password
help-verify = Verify addresses: mail links, look at the outbox, read what came back
help-verify-status = Show what waits to be sent, what was sent, and the mailings
help-verify-send = Mail verification links
help-verify-send--examples =
    Those who should get no link are counted with the reason. Sending goes on until the queue is empty; Ctrl-C
    stops after the mail that is being sent, and the rest is kept. That a mail is sent means that the mail
    server took it. Exit code 3: some mails were refused, or may have been sent.

    Examples:
      koppla verify send --dry-run
      koppla verify send --only expired --not-within 7
      koppla verify send --person anna.a --person bo.b
      koppla verify send --failed --dry-run
      koppla verify send --unverified-after 7
      koppla verify send --waiting
help-verify-send--only = Which persons, where none are named
help-verify-send--include-protected = Also persons with protected identity
help-verify-send--not-within = Nobody who was sent a link in the last so many days; 0 takes everybody
help-verify-send--waiting = Queue nothing, only send what waits
help-verify-pause = Pause the mailings; codes that somebody waits for are sent all the same
help-verify-resume = End a pause
help-verify-resume--examples =
    Sending is done by “koppla serve” or “koppla verify send --waiting”.

    Example:
      koppla verify resume
help-verify-cancel = Cancel what of a mailing has not been sent
help-verify-cancel--examples =
    Example:
      koppla verify cancel 3
help-verify-resend = Mail again to those whose link of a mailing was refused
help-verify-resend--examples =
    Example:
      koppla verify resend 3 --dry-run
help-verify-resend--include-unknown = Also to those whose mail may or may not have been sent; they may get two
help-verify-unlock = Let a person try again who was locked after too many wrong codes or passwords
help-verify-unlock--examples =
    Example:
      koppla verify unlock anna.a
help-verify-domain = Verify the addresses under your own domains without a mail
help-verify-domain--examples =
    The domains are those of the setting verified-domains, which is empty at first. Give only domains that
    your organisation owns.

    Examples:
      koppla setting set verified-domains foretaget.se
      koppla verify domain --dry-run
help-verify-domain--only = Which persons, where none are named
help-verify-import-bounces = Read delivery reports from a directory and note whose mails came back
help-verify-import-bounces--examples =
    Each file is a mail; the new and cur of a maildir are read too. An address that a mail came back from is
    not mailed again until it changes.

    Example:
      koppla verify import-bounces ~/Maildir/.Studsar
help-verify-import-bounces--directory = Directory with mails
help-verify-test-mail = Send a test mail, to see whether mails go
help-verify-test-mail--examples =
    Example:
      koppla verify test-mail jag@foretaget.se
help-verify-test-mail--address = To whom
cli-setting-in-config = The configuration file sets { $key } too, and that counts.
cli-person-unlink = Remove the link of { $who }?
cli-person-unlinked = The link of { $who } is removed; the address stays, unverified.
cli-person-not-linked = { $who } has no link; nothing was changed.
cli-password-confirm = { $n } persons get a new one-time password in place of the one that they have. Go on?
cli-passwords-issued = { $n ->
    [one] One one-time password was issued. It is not shown again.
   *[other] { $n } one-time passwords were issued. They are not shown again.
}
cli-passwords-written = { $n ->
    [one] One one-time password was issued and is in { $path }. Delete the file when it has been handed out.
   *[other] { $n } one-time passwords were issued and are in { $path }. Delete the file when they have been handed out.
}
cli-password-no-user-id = { $who } has no user id and got no password.
cli-verify-recipients = { $n ->
    [0] Nobody gets a link.
    [one] One person gets a link.
   *[other] { $n } persons get a link.
}
cli-verify-finish = To be finished { $at }.
cli-verify-confirm = { $n ->
    [one] Mail a link to one person?
   *[other] Mail a link to { $n } persons?
}
cli-verify-queued = { $n ->
    [one] One link is queued as mailing { $mailing }.
   *[other] { $n } links are queued as mailing { $mailing }.
}
cli-verify-progress = { $done } of { $total }
cli-verify-paused = The mailings are paused. Codes that somebody waits for are sent all the same.
cli-verify-resumed = Nothing is paused. “koppla verify send --waiting” sends what waits, unless “koppla serve” does.
cli-verify-cancel = Cancel what of mailing { $mailing } has not been sent?
cli-verify-cancelled = { $n ->
    [0] Nothing was left to cancel.
    [one] One link was cancelled.
   *[other] { $n } links were cancelled.
}
cli-verify-unlocked = { $who } may try again.
cli-verify-not-locked = { $who } was not locked.
cli-verify-domain-confirm = { $n ->
    [one] Verify one address without a mail?
   *[other] Verify { $n } addresses without a mail?
}
cli-verify-domain-done = { $n ->
    [0] No address was verified.
    [one] One address was verified.
   *[other] { $n } addresses were verified.
}
cli-verify-links = Links: { $counts }
cli-verify-codes = Codes: { $counts }
cli-verify-worker = Being sent by { $who }, last heard of { $at }
cli-verify-mailing = Mailing { $mailing }, { $at }, { $who }: { $n ->
    [one] { $n } link
   *[other] { $n } links
} – { $counts }
cli-bounces-done = { $files ->
    [one] { $files } file
   *[other] { $files } files
} read, { $bounced ->
    [0] no mail came back
    [one] mails to one person came back
   *[other] mails to { $bounced } persons came back
}.
cli-bounces-unknown = { $path }: a mail that this register knows nothing of came back.
cli-bounces-not-failed = { $n ->
    [one] One report says that a mail is late, or was delivered.
   *[other] { $n } reports say that a mail is late, or was delivered.
}
cli-bounces-no-report = { $n ->
    [one] One file is no delivery report.
   *[other] { $n } files are no delivery reports.
}

### Verification: where mails are and why nothing is sent

outbox-queued = waiting
outbox-sending = being sent
outbox-deferred = to be tried again
outbox-accepted = sent
outbox-bounced = came back
outbox-rejected = refused by the mail server
outbox-unknown = may have been sent
outbox-cancelled = never sent
outbox-none = none
way-server = Mails go to the mail server { $host }:{ $port }.
way-directory = No mail server is set up; mails are written into { $path }.
outbox-pause-administrator = { $who } paused the mailings { $at }.
outbox-pause-trouble = Sending is paused: { $why }.
outbox-pause-until = Sending goes on by itself at { $at }.
outbox-pause-until-resumed = Sending goes on when you resume it (“koppla verify resume”).
outbox-fault = Sending ended at { $at }. { $why }. Once that is mended, “koppla serve” goes on by itself; otherwise “koppla verify send --waiting” does.
trouble-reply = It answered { $reply }.
ended-empty = Nothing is left to send.
ended-stopped = Stopped. { $n ->
    [one] One mail waits.
   *[other] { $n } mails wait.
} “koppla verify send --waiting” goes on.
ended-later = { $n ->
    [one] One mail is
   *[other] { $n } mails are
} to be sent later, the next at { $at }. “koppla serve” sends then, or “koppla verify send --waiting”.
ended-elsewhere = Another program sends the mails of this register.
ended-waiting = { $n ->
    [one] One mail waits.
   *[other] { $n } mails wait.
}
test-mail-written = The test mail lies in { $path }.
test-mail-accepted = The mail server took the test mail. Look whether it arrives.

### Users

users-title = Users
users-key-open = open the person
users-key-verify = verify accounts
users-key-search = search
users-key-mark = mark
users-key-pause = pause
users-key-again = send again
users-key-resume = go on sending
users-key-cancel = cancel the mailing
users-key-write = write a file
users-key-add = add a person
users-key-load = load a people file
users-key-domains = verify addresses under your own domains
users-key-up = sort up, or as in the register
users-key-down = sort down, or as in the register
users-key-mark-all = mark all that are shown
users-key-mark-none = take all marks away
users-key-back = back
users-filter-title = Show
users-search-title = Search
users-search-label = Part of a user id, number, name or address (nothing shows all):
users-column-number = Emp. no
users-column-name = Name
users-column-state = Link
users-inactive = inactive
users-protected = protected
users-shown =
    { $persons ->
        [one] { $shown } of 1 person
       *[other] { $shown } of { $persons } persons
    }
users-holding = holding “{ $text }”
users-marked =
    { $n ->
        [one] 1 marked
       *[other] { $n } marked
    }
users-reading = Reading the register
users-nobody = The register is empty. Press i to load a people file, or a to add a person.
users-none = Nobody here just now. Esc shows everybody.
users-login = v sends verification links to those who are shown or marked.
users-sent = { $sent } verification links are sent; no mails wait. v sends to those who are shown or marked, R sends again.
users-preparing = A switch is being prepared: everybody signs in on the page and asks for a verification code. No links are sent from here; w writes the list and the instruction.
users-preparing-explain =
    You are preparing a switch of the way to sign in. No verification links are sent then. Everybody signs in on the page with user id and password and asks for a verification code.

    Here you see who is done. Press & to show those who are not verified, and w to write a list, an instruction for each of them or new one-time passwords.

    The mode is changed under Security › Verification.
users-sending =
    { $live ->
        [one] Mailing: { $sent } sent, 1 waits. Done about { $at }.
       *[other] Mailing: { $sent } sent, { $live } wait. Done about { $at }.
    }
users-paused =
    { $live ->
        [one] The mailing is paused: { $why }. { $sent } sent, 1 waits. r goes on.
       *[other] The mailing is paused: { $why }. { $sent } sent, { $live } wait. r goes on.
    }
users-fault = Sending ended at { $at }. { $why }. r goes on once that is mended.
users-waiting =
    { $live ->
        [one] 1 mail waits to be sent, { $sent } are sent. r goes on.
       *[other] { $live } mails wait to be sent, { $sent } are sent. r goes on.
    }
users-failed = Refused by the mail server: { $rejected }. May have been sent: { $unknown }. R sends again.
users-where-directory = Mails are written as files into { $path }
users-cancel-title = Cancel the mailing
users-cancel =
    { $n ->
        [one] 1 mail that has not been sent will never be sent then. Cancel the mailing?
       *[other] { $n } mails that have not been sent will never be sent then. Cancel the mailing?
    }
users-cancelled =
    { $n ->
        [one] The mailing is cancelled: 1 mail is not sent.
       *[other] The mailing is cancelled: { $n } mails are not sent.
    }
users-domains =
    { $n ->
        [one] The address is verified without a mail if it is under a domain that you own. Verify the person?
       *[other] Of these { $n } persons those are verified without a mail whose address is under a domain that you own. Verify them?
    }
users-domains-done =
    { $n ->
        [one] 1 address is verified.
       *[other] { $n } addresses are verified.
    }
users-write-title = Write a file (CSV)
users-write-list = list of those who are shown or marked
users-write-sheet = instruction for each of them (mail merge)
users-write-passwords = new one-time passwords (only you can read the file)
users-file-list = users-{ $date }.csv
users-file-sheet = instruction-{ $date }.csv
users-file-passwords = one-time-passwords-{ $date }.csv
users-sheet-url = Page
users-sheet-text = Instruction
users-sheet-words = Go to { $url } and sign in with the user id { $user }. Ask for a verification code; it comes to { $address }. Type the code on the page, and your link is active.
users-password = One-time password
users-passwords-title = New one-time passwords
users-passwords =
    { $n ->
        [one] 1 of { $of } gets a new one-time password, and the old password counts no more.
       *[other] { $n } of { $of } get a new one-time password, and their old passwords count no more.
    } Whoever is verified or inactive, lacks an address or a user id, or has a protected identity gets none. Go on?
users-passwords-nobody = None of them is to have a one-time password: only somebody who is active, has a user id and an address that is not verified, and no protected identity gets one.
group-all = Everybody
group-lacking = Lacking an address
group-unverified = Unverified
group-sent = Link or code sent
group-expired = Link or code expired
group-verified = Verified
group-bounced = Mail came back
group-inactive = Inactive
group-outside = Outside the allowed domains
state-bounced = came back
pause-by = { $who } has paused it
pause-administrator = paused by hand
pause-connection = the mail server cannot be reached, or its connection cannot be secured
pause-sign-in = the mail server does not take user name and password
pause-sender = the mail server does not take mails from the sender
pause-local = mails cannot be made or written on this machine; the log says why
left-no-address = lacking an address
left-verified = verified already
left-inactive = inactive
left-protected = protected identity
left-outside-domains = outside the allowed domains
left-bounced = mail came back
left-may-have-been-sent = the link may have been sent
left-on-its-way = a link is on its way
left-sent-recently = got a link recently
send-link = link
send-code = code
send-earlier-address = to an earlier address
send-line = { $when }  { $what }: { $state }
send-until = { $when }  { $what }: { $state }, counts until { $at }
send-used = { $when }  { $what }: { $state }, used { $at }
mailing-title = Verify accounts
mailing-key-send = send
mailing-key-days = days since the last link
mailing-key-protected = include protected
mailing-key-back = cancel
mailing-planning = Counting
mailing-recipients =
    { $n ->
        [0] Nobody gets a verification link.
        [one] 1 person gets a verification link.
       *[other] { $n } persons get a verification link.
    }
mailing-setting-missing = “{ $name }” is not filled in under Security › Verification. Fill it in now?
mailing-as-files = No mail server is set up: mails are written as files into { $path }
mailing-finish = All is sent about { $at } if you begin now.
mailing-days =
    { $n ->
        [one] Whoever got a link within the last day gets no new one.
       *[other] Whoever got a link within the last { $n } days gets no new one.
    }
mailing-days-none = Also who has just got a link gets a new one.
mailing-days-label = Do not send to those who got a link within so many days (0 = send to all):
mailing-days-wrong = Type a number of days from 0 to 366.
mailing-protected = Persons with protected identity are included.
mailing-left-out = Gets none: { $list }
mailing-nobody = None of the persons can get a link. The reason stands beside each.
mailing-confirm =
    { $n ->
        [one] 1 verification link is sent. It cannot be taken back. Done about { $at }.
       *[other] { $n } verification links are sent. A mail that is sent cannot be taken back. Done about { $at }.
    }
mailing-begun =
    { $n ->
        [one] 1 mail is in the queue.
       *[other] { $n } mails are in the queue.
    }

### Users: sending again

again-title = Send again
again-failed = refused links ({ $rejected }) and uncertain ones ({ $unknown })
again-reminded = remind those sent a link who have not verified
again-about-failed = To those whose newest link was refused by the mail server.
again-about-unknown = Also to those whose link may have been sent; they may get two.
again-about-reminded =
    { $n ->
        [0] To those who were sent a link and have not verified.
        [one] To those who were sent their newest link more than a day ago and have not verified.
       *[other] To those who were sent their newest link more than { $n } days ago and have not verified.
    }
again-nobody = There is nobody to send to again among those who are shown or marked.
again-key-unknown = the uncertain too
help-verify-send--failed = Send again to those whose newest link was refused by the mail server
help-verify-send--include-unknown = With --failed: also to those whose link may have been sent; they may get two
help-verify-send--unverified-after = Remind those who were sent a link and have not verified within so many days

### A person

card-key-edit = edit
card-key-verify = verify account
card-key-unlink = remove link
card-key-clear = clear the address
card-key-password = one-time password
card-key-unlock = unlock
card-key-remove = erase the person
card-bounced = A mail to the address came back. It gets no new mail until it changes.
card-locked = Locked after too many failed tries. u unlocks.
card-sends = Mails
card-unlink-title = Remove link
card-unlink = { $who } can no longer sign in with { $address } then. The address stays, unverified. Remove the link?
card-unlinked = The link is removed; the address is unverified.
card-clear-title = Clear the address
card-clear = { $address } is taken away from { $who }, and links that were sent count no more. Clear the address?
card-cleared = The address is cleared.
card-password-title = One-time password
card-password = { $who } gets a new one-time password, and the old password counts no more. Go on?
card-password-shown =
    One-time password for { $who }:

    { $password }

    It is shown only now. Hand it to the person, who chooses their own when they first sign in.
card-remove-title = Erase the person
card-remove = { $who } is erased from the register and the logs. This cannot be undone. Erase the person?
card-removing = Erasing { $who } from the register and the logs …
card-removed = { $who } is erased.
card-unlocked = The person can try again.
person-key-save = save
person-key-back = back without saving
person-new = New
person-save = Save
person-verified-hint = { $address } is verified. Remove the link on the card of the person to change the address.
person-leave-title = Not saved
person-leave = What you have changed is not saved. Throw it away?
person-unsaved = The changes of a person are not saved.

### Security › Verification

settings-title = Verification
settings-key-back = back
settings-mode = People verify
settings-mode-login = by links that are sent out
settings-mode-preparing = by codes, before a switch
settings-mode-hint = Links where Visma Connect is used for signing in already. Codes while you prepare a switch: everybody signs in and asks for a code.
settings-domains = Own domains
settings-domains-hint = Domains that you can be shown to own, parted by spaces. Addresses under them can be verified without a mail: D in Users. Empty: none.
settings-url = Address of the page
settings-url-hint = Where the pages are reached, such as https://koppla.foretaget.example. The links in the mails lead there.
settings-sender = Sender
settings-sender-hint = Such as Personalavdelningen <personal@foretaget.example>
settings-lifetime = A link counts for
settings-lifetime-hint = Days including the sending day, such as 5d, or hours, such as 24h.
settings-per-minute = Mails a minute
settings-per-minute-hint = So many mails are sent a minute at most.
settings-per-day = Mails a day
settings-per-day-hint = So many mails are sent a day at most; 0 is unlimited.
settings-host = Mail server
settings-host-hint = The name of the server. Empty: mails are written as files into a directory.
settings-port = Port
settings-port-hint = 587 for STARTTLS, 465 for TLS.
settings-security = Encryption
settings-security-none = none (this machine only)
settings-security-hint = Mails go encrypted only, except to this machine.
settings-user = User on the server
settings-user-hint = Empty: no sign-in.
settings-password = Password file
settings-password-hint = A file whose first line is the password. The password itself is never kept in the register; the environment variable KOPPLA_SMTP_PASSWORD goes before it.
settings-directory = Directory for mails
settings-directory-hint = Used where no mail server is set up. Empty: mails beside the register.
settings-from-file = { $value } (from the configuration file)
settings-takes = Takes { $takes }
settings-takes-or = or
settings-saved = The settings are saved.
settings-unsaved = The settings are not saved.
settings-key-open = verification and mail
settings-key-test = test mail
settings-test-title = Test mail
settings-test-label = To the address:
settings-test-sent = The test mail is handed to the mail server.
settings-test-written = The test mail is written into { $path }
settings-test-failed = The test mail did not get through: { $why }.
settings-test-unsaved = Save the settings first.
settings-test-later = the mail server asks for it later
settings-test-refused = the mail server refuses the recipient
settings-test-unknown = the connection broke while the mail was on its way
