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
run-export = Export
run-import = Import
run-load = Load of people
run-undo = Undo
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

### Domains and templates

domain-invalid = “{ $text }” is no domain. Write it as foretaget.se, or *.foretaget.se for its subdomains.
domain-wrapped = “{ $text }” is no domain. Did you mean { $meant }?
template-incomplete = The template lacks { $fields }. Without them the file cannot be imported again.
template-twice = { $field } stands twice in the template.
template-skipped-in-export = An export template cannot skip a column.
template-no-name = The template needs a name.

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
