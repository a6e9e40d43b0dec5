# Vad programmet heter och säger om sig självt.
app-name = koppla
app-rows = { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}

### Vad saker heter

field-company = Företag
field-user-id = Användar-id
field-employee-number = Anställningsnummer
field-first-name = Förnamn
field-last-name = Efternamn
field-department = Avdelning
field-email = E-post
field-connect-address = E-post Visma Connect
field-active = Aktiv
field-protected = Skyddade personuppgifter
delimiter-tab = Tabb
encoding-utf8 = UTF-8
encoding-utf8-bom = UTF-8 med BOM
encoding-windows-1252 = ANSI (Windows-1252)
encoding-ibm437 = IBM437
encoding-utf-16le = UTF-16 LE
encoding-utf-16be = UTF-16 BE
kind-export-template = Exportmall
kind-import-template = Importmall
outcome-updated = uppdaterad
outcome-unchanged = oförändrad
outcome-kept = behållen
outcome-blank = tom
outcome-rejected = ej inläst
reason-column-count = Fel antal kolumner
reason-bad-text = Oläsbara tecken
reason-key-missing = Nyckel saknas
reason-person-unknown = Okänt användar-id
reason-key-mismatch = Anställningsnumret stämmer inte
reason-address-invalid = Inte en adress
reason-domain-not-allowed = Domänen är inte tillåten
reason-same-person-twice = Samma person två gånger
reason-address-twice = Samma adress två gånger
reason-address-taken = Adressen är upptagen
reason-conflict = Ändrad under tiden
reason-value-invalid = Ogiltigt värde
run-export = Export
run-import = Import
run-load = Inläsning av personer
run-undo = Ångring
status-done = Klar
status-done-with-errors = Klar med fel
status-cancelled = Avbruten
status-failed = Misslyckad
state-lacking = saknas
state-unverified = overifierad
state-sent = skickad
state-expired = utgången
state-verified = verifierad
yes = ja
no = nej
list-and = { $first } och { $last }
lines-and-more = { $lines } med flera

### Varför en rad inte läses in

reject-column-count = Raden har { $found } fält, men mallen har { $expected }. Rätta till den avgränsare som saknas eller är för mycket.
reject-bad-bytes = Kolumn { $column } innehåller tecken som inte går att läsa med teckenkodningen. Spara om filen med rätt kodning, eller välj en annan.
reject-bad-character = { $field } innehåller det dolda tecknet { $character } på plats { $position }. Ta bort det.
reject-key-missing = { $field } är tomt. Fyll i det som det stod i exporten.
reject-person-unknown = Ingen har det här användar-id:t. Jämför stavningen med exporten.
reject-person-unknown-excel = Ingen har det här användar-id:t, men { $original } finns. Har Excel ändrat det?
reject-key-mismatch = Personen med det här användar-id:t har ett annat anställningsnummer. Har rader blandats ihop?
reject-key-mismatch-excel = Personens anställningsnummer är { $original }. Har Excel ändrat det?
reject-domain = Domänen { $domain } är inte tillåten. Rätta adressen, eller lägg till domänen under Säkerhet.
reject-domain-suggestion = Domänen { $domain } är inte tillåten. Menade du { $meant }?
reject-same-person-twice = Personen står också på rad { $lines } med en annan adress. Behåll bara rätt rad.
reject-address-twice = Samma adress står på rad { $lines } för någon annan. Ge var och en sin egen.
reject-taken-verified = { $holder } har adressen, verifierad. Ge personen en annan, eller ta bort den kopplingen.
reject-taken-rejected = { $holder } har adressen och behåller den, eftersom rad { $line } inte kunde läsas in. Rätta den raden först.
reject-taken-inactive = { $holder }, som är inaktiv, har adressen. Rensa den där, eller ge personen en annan.
reject-taken-active = { $holder } har adressen. Rensa eller byt den där, eller ge personen en annan.
reject-conflict-changed = Någon annan ändrade personen efter förhandsgranskningen. Läs in raden igen.
reject-conflict-removed = Personen togs bort efter förhandsgranskningen.
reject-conflict-taken = Någon annan fick adressen efter förhandsgranskningen. Läs in raden igen, eller ange en annan.
reject-number-taken = Anställningsnumret tillhör { $holder }. Rätta numret eller användar-id:t.
reject-number-ambiguous = Flera företag har det här anställningsnumret. Ta med företaget i filen.
invalid-company = Företag ska vara ett heltal från 1 till 99999.
invalid-user-id-long = Användar-id:t är längre än 30 tecken.
invalid-yes-no = { $field } ska vara ja eller nej.
invalid-verified-date = Verifierad ska vara ett datum, till exempel 2026-01-31, eller tomt.
invalid-verified-without-address = Till ett verifieringsdatum hör en adress.

### Varför en text inte är en adress

address-empty = Här finns ingen adress.
address-no-at = En adress behöver ett @.
address-several-at = Det är ett @ för mycket, på plats { $position }. Skriv bara en adress.
address-local-empty = Något saknas före @.
address-local-long = Delen före @ har { $octets } tecken; högst 64 går an.
address-space = Det är ett mellanslag på plats { $position }.
address-character = Tecknet { $character } på plats { $position } kan inte stå i en adress.
address-character-plain = Tecknet { $character } på plats { $position } kan inte stå i en adress. Menade du { $plain }?
address-dot = Punkten på plats { $position } står fel.
address-domain-empty = Domänen saknas efter @.
address-domain-one-label = Domänen är inte fullständig; något i stil med .se saknas.
address-domain-invalid = Det som följer efter @ är ingen domän.
address-domain-numeric = En domän kan inte sluta på en siffra.
address-long = Adressen har { $octets } tecken; högst 254 går an.

### Varningar

warning-trimmed = Mellanslag runt adressen togs bort.
warning-normalised = Bara adressen togs ur cellen.
warning-typo-suspected = Domänen ser felstavad ut.
warning-role-address = Det ser ut som en funktions adress, inte en persons.
warning-mixed-script = Domänen innehåller bokstäver ur ett annat alfabet som liknar våra.
warning-reserved-domain = Ingen e-post når den här domänen.

### Domäner och mallar

domain-invalid = ”{ $text }” är ingen domän. Skriv till exempel foretaget.se, eller *.foretaget.se för underdomänerna.
domain-wrapped = ”{ $text }” är ingen domän. Menade du { $meant }?
template-incomplete = Mallen saknar { $fields }. Utan dem går filen inte att läsa in igen.
template-twice = { $field } står två gånger i mallen.
template-skipped-in-export = En exportmall kan inte hoppa över en kolumn.
template-no-name = Mallen behöver ett namn.

### En fil mot sin mall

refuse-delimiter = Mallen har { $template } som fältavgränsare, men filen har { $file }.
refuse-delimiter-cure = Läs filen med { $file } den här gången (--delimiter { $code }), eller rätta mallen.
refuse-heading = Rubriken på rad { $line } säger ”{ $found }” i kolumn { $column }, där mallen har { $expected }.
refuse-heading-missing = Rubriken på rad { $line } har ingen kolumn { $column }, där mallen har { $expected }.
refuse-heading-extra = Rubriken på rad { $line } har en kolumn { $column }, ”{ $found }”, som mallen inte har.
refuse-heading-cure = Ge mallen samma fält i samma ordning som filen.
refuse-heading-cure-columns = Läs kolumnerna som filen har dem den här gången (--columns { $columns }), eller rätta mallen.
refuse-heading-as-person = Rad { $line } är en rubrik och skulle läsas som en person.
refuse-person-skipped = Rad { $line } är en person ({ $user_id }) och skulle hoppas över.
refuse-skip-cure = Hoppa över { $right ->
    [one] { $right } inledande rad
   *[other] { $right } inledande rader
} (--skip-rows { $right }), eller rätta mallen.
people-no-heading = Filen har ingen rubrikrad som säger vad kolumnerna innehåller.
people-no-key = Filen har varken användar-id eller anställningsnummer.
people-heading-twice = Rubriken ”{ $heading }” står två gånger.
people-heading-cure = Lägg till en rubrikrad med minst Användar-id eller Anställningsnummer.
people-heading-twice-cure = Behåll en av de två kolumnerna.
