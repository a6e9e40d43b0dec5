//! The list itself, word by word, and that each of its lines is tried.

use std::collections::BTreeSet;

/// Files that are refused before the first row.
const REFUSED: [&str; 12] = [
    "empty",
    "only a heading (0 rows, exit 0)",
    "binary or NUL bytes",
    ".xlsx renamed .csv (\"save as CSV\")",
    "FIFO, directory, `/dev/zero`",
    "over the size limit",
    "still being written",
    "unclosed quote (line named)",
    "duplicate heading",
    "missing key column",
    "delimiter or heading or skip-rows unlike the template",
    "doubtful encoding",
];

/// Files that are accepted, and right.
const ACCEPTED: [&str; 8] = [
    "BOM of each kind",
    "UTF-16",
    "CR, LF, CRLF, mixed",
    "no final newline",
    "trailing `;;` columns that are empty",
    "blank lines",
    "path with spaces, å, `~`",
    "1,000,000 rows",
];

const ROWS: [&str; 9] = [
    "too few or too many fields",
    "cell over 64 KiB",
    "newline in a cell",
    "invalid bytes in the middle",
    "keys empty, unknown, of two people, `007` vs `7`, `1,23E+05`",
    "person twice",
    "address twice, taken, swapped, in a chain",
    "verified",
    "verified with only case changed (`unchanged`)",
];

const ADDRESSES: [&str; 18] = [
    "spaces around (trimmed, warned), NBSP",
    "inside (rejected)",
    "upper case kept as typed",
    "`Name <a@b.se>`, `mailto:` (normalised, warned)",
    "two in one cell",
    "`@@`",
    "no `@`",
    "dots at the ends or doubled",
    "trailing dot of the domain (normalised)",
    "one-label domain, IP, quoted local part, 65 octets, 255 octets",
    "plus tag fine",
    "`å` in the local part (suggestion)",
    "IDN domain fine, shown with its A-label",
    "Cyrillic look-alike (warned; rejected when a domain list is set)",
    "zero-width, bidi, ESC, full-width `＠`, decomposed é (NFC), Kelvin sign, dotless ı",
    "`gmial.com` (suggestion)",
    "`noreply@` (warned)",
    "`NULL`, `N/A`, `-`, `=HYPERLINK(…)`",
];

#[test]
fn every_line_of_the_list_is_tried() {
    let lines: BTreeSet<&str> = [&REFUSED[..], &ACCEPTED, &ROWS, &ADDRESSES]
        .concat()
        .into_iter()
        .collect();
    let mut tried: BTreeSet<&str> = super::files::cases().iter().map(|c| c.line).collect();
    tried.extend(super::rows::cases().iter().map(|c| c.line));
    tried.extend(super::addresses::cases().iter().map(|c| c.line));
    // What no table can hold.
    tried.extend([
        super::files::STILL_WRITTEN,
        super::files::PATHS,
        super::files::MANY,
    ]);
    assert_eq!(tried, lines);
}
