//! Step 3, the table and what it asks.

pub(super) const LOOKS: &str = "
addresses-none | new | 3 =addresses.open Esc | addresses
addresses | templates anstallda_epost.csv | 3 ?✗ | addresses
addresses-fault | templates anstallda_epost.csv | 3 ?✗ Down Down | addresses
addresses-typing | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretagt.example | addresses | s
addresses-marked | templates anstallda_epost.csv | 3 ?✗ x x | addresses
addresses-columns | templates anstallda_epost.csv | 3 ?✗ c | addresses.column
addresses-column-unknown | templates* columns.csv | 3 =addresses.column Esc | addresses
addresses-open | new | 3 | addresses.open | register.db
addresses-doubt | templates* doubt.csv | 3 | addresses.doubt
addresses-encoding | templates anstallda_epost.csv | 3 ?✗ E | addresses.encoding
addresses-quotes | templates* quote.csv | 3 | addresses.quotes
addresses-filter | templates anstallda_epost.csv | 3 ?✗ & | addresses.filter
addresses-filter-text | templates anstallda_epost.csv | 3 ?✗ & G Enter | addresses.filter-text
addresses-search | templates anstallda_epost.csv | 3 ?✗ / | addresses.search
addresses-line | templates anstallda_epost.csv | 3 ?✗ L | addresses.line
addresses-line-wrong | templates anstallda_epost.csv | 3 ?✗ L 'x Enter | addresses.line
addresses-alike | templates* anstallda_epost.csv | 3 ?✗ Down Down S | addresses.alike
addresses-alike-many | templates* many.csv | 3 ?✗ S | addresses.alike
addresses-save-as | templates anstallda_epost.csv | 3 ?✗ w | addresses.save-as | KiB
addresses-replace | templates* three.csv | 3 ?Andersson_V w ^U 'anstallda_epost.csv ^S | addresses.replace
addresses-elsewhere | templates* three.csv | 3 ?Andersson_V w ^U '/proc/f.csv ^S | addresses.elsewhere
addresses-discard | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter o | addresses.discard
addresses-changed | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter !theirs ^S | addresses.changed
addresses-overwrite | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter !theirs ^S =addresses.changed Down Enter | addresses.overwrite
addresses-gone | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter !gone ^S | addresses.gone
addresses-restore | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter Enter 'c@fore !again 3 | addresses.restore
addresses-restore-many | templates* anstallda_epost.csv | 3 ?✗ f Down Down Enter =addresses.fill-preview ?[ Enter =addresses !again 3 | addresses.restore
addresses-throw-away | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter !again 3 =addresses.restore d | addresses.throw-away
addresses-saved | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter ^S ?✓_three -kontrolleras¦checking | addresses
message-journal-in-use-title | templates* three.csv | !held 3 | tui.message
message-journal-none-title | templates* three.csv | !no-journal 3 | tui.message
quit | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter ^Q | tui.quit
help-addresses | templates anstallda_epost.csv | 3 ?✗ F1 | tui.help
";

#[test]
fn pictures_of_addresses() {
    super::look_at(LOOKS);
}
