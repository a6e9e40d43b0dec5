//! Where nothing is: no people, no runs, nothing found, a file that has gone or cannot be read.

pub(super) const LOOKS: &str = "
guide-nobody | bare | | guide
nobody-to-export | bare-templates | 2 | tui.message
users-nobody | bare | 6 | tui.message
users-filter-empty | new | 6 ?anna.a & Down Down Down Enter -anna.a | users
users-search-empty | new | 6 ?anna.a / 'zzz Enter -anna.a | users
addresses-filter-empty | templates anstallda_epost.csv | 3 ?✗ & Down Enter -anna.a | addresses
addresses-search-empty | templates anstallda_epost.csv | 3 ?✗ / 'zzz Enter ?zzz | addresses
addresses-filter-text-empty | templates anstallda_epost.csv | 3 ?✗ & G Enter 'zzz Enter -anna.a | addresses
addresses-headings-only | templates headings.csv | 3 ?┌_headings.csv -kontrolleras¦checking | addresses
fill-nothing | templates three.csv | 3 ?Andersson_V f Down Down Down Enter 'zzz ^S | addresses.fill-preview | [
log-none | bare | m o | log
log-filter-empty | imported | m o & Right F5 | log
log-search-empty | imported | m o / 'zzz Enter | log
rows-search-empty | imported | m o Enter ?855 / 'zzz Enter ?zzz | run_rows
notifications-none | bare | m ! | notifications
security-none | new* | m s d Right Enter d Right Enter | security
palette-empty | new | : 'zzz | tui.palette
chooser-empty | new | 3 =addresses.open ?register.db 'zzz | addresses.open
addresses-vanished | templates gone.csv | 3 | tui.message
import-vanished | templates gone.csv | 5 F5 | tui.message
import-empty | templates empty.csv | 5 F5 | tui.message
import-headings | templates headings.csv | 5 F5 | preview
import-spreadsheet | templates book.xlsx | 5 F5 | tui.message
import-none | templates | 5 F5 | import
people-vanished | new* | m p '{d}/gone.csv Down Down Down Enter | tui.message
people-none | new | m p Down Down Down Enter | people-file
export-nobody | templates* | 2 Down Down Down Down Down '9999 ^S =export.overwrite Right Enter | export | n_n
";

#[test]
fn pictures_of_empty() {
    super::look_at(LOOKS);
}
