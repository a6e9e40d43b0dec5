//! Step 3, many cells at once.

pub(super) const LOOKS: &str = "
addresses-fill | templates anstallda_epost.csv | 3 ?✗ f | addresses.fill
fill-pattern | templates anstallda_epost.csv | 3 ?✗ f Enter | addresses.fill-form | foretaget.example
fill-pattern-wrong | templates anstallda_epost.csv | 3 ?✗ f Enter ?foretaget.example ^U '{x ^S | addresses.fill-form
fill-list | templates anstallda_epost.csv | 3 ?✗ f Down Enter ~~ | addresses.fill-form
fill-list-none | templates anstallda_epost.csv | 3 ?✗ f Down Enter ~~ ^S | addresses.fill-form
fill-replace | templates anstallda_epost.csv | 3 ?✗ f Down Down Down Enter ~~ | addresses.fill-form
fill-marked | templates anstallda_epost.csv | 3 ?✗ x x f Enter | addresses.fill-form | foretaget.example
fill-file | templates anstallda_epost.csv | 3 ?✗ f Down Enter ~~ F3 | addresses.fill-file | register.db
fill-paste | templates anstallda_epost.csv | 3 ?✗ f Down Down Down Down Enter | addresses.fill-paste
fill-preview | templates anstallda_epost.csv | 3 ?✗ f Enter ?foretaget.example ^S | addresses.fill-preview | [
fill-preview-email | templates anstallda_epost.csv | 3 ?✗ f Down Down Enter | addresses.fill-preview | [
fill-repair | templates excel-ansi-semikolon.csv | 3 ?✗ f Enter | addresses.fill-preview | [
fill-section | templates anstallda_epost.csv | 3 ?✗ f Enter ?foretaget.example ^S =addresses.fill-preview ?[ & | addresses.fill-section
fill-search | templates anstallda_epost.csv | 3 ?✗ f Enter ?foretaget.example ^S =addresses.fill-preview ?[ / | addresses.fill-search
message-filling-nothing-title | templates anstallda_epost.csv | 3 ?✗ f Down Down Down Enter 'zzz ^S =addresses.fill-preview ?[ Enter | tui.message
";

#[test]
fn pictures_of_fill() {
    super::look_at(LOOKS);
}
