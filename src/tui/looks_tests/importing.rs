//! Steps 2 and 5: export, import and its preview.

pub(super) const LOOKS: &str = "
export | templates | 2 | export
export-overwrite | templates | 2 ^S | export.overwrite
export-done | templates* | 2 ^S =export.overwrite Right Enter | export | ^N
export-cancel | templates* | 2 ^S Esc | export.cancel
export-copy | templates* | 2 ^S =export.overwrite Right Enter ?^N s | export.copy-to
export-copy-over | templates* | 2 ^S =export.overwrite Right Enter ?^N s ^U '{d}/register.db Enter | export.copy-over
import | templates anstallda_epost.csv | 5 | import
import-file | templates anstallda_epost.csv | 5 F3 | import.file | register.db
import-cure | templates excel-ansi-semikolon.csv | 5 F5 | import.cure
import-unsaved | templates* three.csv | 3 ?Andersson_V Down Enter 'b@foretaget.example Enter 5 F5 | import.unsaved
preview | templates anstallda_epost.csv | 5 F5 | preview | 855
preview-row | templates anstallda_epost.csv | 5 F5 ?855 Space | tui.message
import-number | templates anstallda_epost.csv | 5 F5 ?855 i | preview.import
import-number-wrong | templates anstallda_epost.csv | 5 F5 ?855 i '12 Enter | preview.import
import-new-domain | templates* new-domain.csv | !allow:ny.example 5 F5 =preview i | preview.import
import-many-domains | templates* domains.csv | !anywhere 5 F5 =preview i | preview.import
import-stop | templates* anstallda_epost.csv | 5 F5 ?855 i '855 Enter Esc | preview.stop
import-done | templates* anstallda_epost.csv | 5 F5 ?855 i '855 Enter | run_rows | cia.c
message-preview-nothing-title | templates known.csv | 5 F5 =preview i | tui.message
";

#[test]
fn pictures_of_importing() {
    super::look_at(LOOKS);
}
