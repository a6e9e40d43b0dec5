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
reason-changed-since = Ändrad sedan körningen
reason-verified-since = Verifierad sedan körningen
reason-erased = Raderad
run-export = Export
run-import = Import
run-load = Inläsning av personer
run-undo = Ångring
run-load-short = Inläsning
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
reject-changed-since-export = Adressen ändrades { $change }, efter exporten, och filen skulle skriva över det. Exportera på nytt, eller läs in utan jämförelse (--export none) om filens adress ska gälla.
reject-changed-since = Adressen ändrades { $change } och är inte längre den som körningen skrev.
reject-changed-since-unknown = Adressen är inte längre den som körningen skrev.
reject-verified-since = Adressen har verifierats sedan körningen och står kvar. Ta bort kopplingen först om den ska ändras.
reject-erased = Personen eller den tidigare adressen har raderats ur registret.
change-in-run = { $when } av { $who } i körning { $run }
change-by-hand = { $when } av { $who }
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
address-dot-plain = Punkten på plats { $position } står fel. Menade du { $plain }?
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
warning-changed-since-export = Adressen har ändrats efter exporten; raden skriver inte över den.

### Domäner och mallar

domain-invalid = ”{ $text }” är ingen domän. Skriv till exempel foretaget.se, eller *.foretaget.se för underdomänerna.
domain-wrapped = ”{ $text }” är ingen domän. Menade du { $meant }?
template-incomplete = Mallen saknar { $fields }, och då går filen inte att läsa in igen.
template-incomplete-cure = Lägg till { $fields } i mallen, eller bland kolumnerna (--columns).
template-twice = { $field } står två gånger i mallen.
template-skipped-in-export = En exportmall kan inte hoppa över en kolumn.
template-no-name = Mallen behöver ett namn.
template-not-export = Det här är en importmall; till en export behövs en exportmall.
template-not-import = Det här är en exportmall; till en import behövs en importmall. Gör en med ”template copy”.

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

### Hjälp till kommandona

help = Ge många anställda deras Visma Connect-adress på en gång: exportera, redigera, importera, verifiera.
help--examples =
    Utan kommando öppnas guiden. Med en FIL öppnas steg 3 på den.

    Exempel:
      koppla demo                                   prova allt på påhittade personer
      koppla register load personer.csv             fyll registret
      koppla template add --kind export --name E-post --fields user_id,employee_number,connect_address
      koppla template copy E-post "Import E-post"
      koppla export --template E-post --output anstallda_epost.csv
      koppla import anstallda_epost.csv --template "Import E-post" --dry-run

    Slutkoder: 0 klart, 1 misslyckades och inget ändrades, 2 fel användning, 3 klart men några rader kunde inte
    läsas in, 4 nekat före första raden.
help--file = En fil att öppna i adresstabellen
help-any--register = Registret som används (annars: i XDG-datakatalogen)
help-any--config = Inställningar i en TOML-fil som går före registrets
help-any--lang = Språk för meddelandena: sv eller en (annars: från språkmiljön)
help-any--json = Skriv resultat som JSON, fel som ett error-objekt
help-any--quiet = Varken förlopp eller slutord, bara resultat och fel
help-any--yes = Svara ja på alla frågor
help-any--version = Skriv versionen
help-any--help = Förklara kommandot
help-any--company = Företagets nummer
help-any--delimiter = Fältavgränsare: tab, semicolon, comma, pipe eller själva tecknet
help-any--encoding = Teckenkodning: utf-8, utf-8-bom, windows-1252, ibm437 eller utf-16le
help-any--no-quotes = Läs citattecken som vanliga tecken
help-any--id = Användar-id eller anställningsnummer
help-any--user-id = Användar-id, högst 30 tecken
help-any--employee-number = Anställningsnummer; inledande nollor räknas
help-any--first-name = Förnamn
help-any--last-name = Efternamn
help-any--department = Avdelning
help-any--email = Vanlig e-postadress
help-any--connect-address = E-post Visma Connect, overifierad
help-any--active = Om personen är aktiv
help-any--protected = Om personen har skyddade personuppgifter
help-any--only = Vilka personer
help-any--kind = Exportmall eller importmall
help-any--template = Mallens namn
help-any--key = Inställningens namn
help-any--domain = En domän som foretaget.se, eller *.foretaget.se för dess underdomäner
help-any--name = Namn som loggen visar
help-any--dry-run = Visa vad som skulle hända och ändra inget
help-any--file = Filen; - läser standard in
help-demo = Öppna guiden på ett tillfälligt register med påhittade personer
help-register = Fyll och sköt registret
help-register-load = Skapa och uppdatera personer från en personfil
help-register-load--examples =
    Första raden namnger kolumnerna, på svenska eller engelska; bara en av Användar-id och Anställningsnummer krävs.
    Tomma celler lämnar saker som de är. Kända personers adresser ändras bara med --addresses, verifierade aldrig.

    Exempel:
      koppla register load personer.csv --dry-run
      koppla register load personer.csv --trust-verified
help-register-load--addresses = Ändra även kända personers overifierade adresser
help-register-load--trust-verified = Ta kolumnen Verifierad för personer som skapas
help-register-status = Räkna personerna efter adressens tillstånd
help-register-status--examples =
    Exempel:
      koppla register status --json
help-register-backup = Kopiera registret, säkert även när det används
help-register-backup--examples =
    Exempel:
      koppla register backup koppla-2026-01-31.db
help-register-backup--to = Fil att skapa
help-register-verify = Kontrollera att registret är helt
help-person = Slå upp, lägg till, rätta och ta bort personer
help-person-list = Lista personer
help-person-list--examples =
    Exempel:
      koppla person list --only missing --json
      koppla person list --only unverified --output ej-verifierade.csv
      koppla person list --only unverified --instructions --output instruktion.csv
help-person-list--output = Skriv en CSV-fil i stället, med adressens läge i sista kolumnen
help-person-list--instructions = Skriv i stället en instruktion till var och en som ska logga in och begära en kod, för koppling av utskrift
help-person-show = Visa en person
help-person-show--examples =
    Exempel:
      koppla person show anna.a
help-person-add = Lägg till en person
help-person-add--examples =
    Exempel:
      koppla person add --user-id bo.b --employee-number 00420 --company 1 --first-name Bo --last-name Berg
help-person-set = Rätta en person; det som inte anges står kvar, en tom text rensar
help-person-set--examples =
    Exempel:
      koppla person set bo.b --department Vård --active no
help-person-set--in-company = Företaget, när flera företag har anställningsnumret
help-person-remove = Radera en person och det som loggarna vet om den
help-person-remove--examples =
    Loggen behåller sina antal; personens nycklar, namn och adresser raderas.

    Exempel:
      koppla person remove bo.b
help-template = Hantera export- och importmallar
help-template-list = Lista mallarna
help-template-show = Visa en mall
help-template-add = Lägg till en mall
help-template-add--examples =
    Fält: company user_id employee_number first_name last_name department email connect_address active protected;
    i en importmall hoppar - över en kolumn. Användar-id, anställningsnummer och E-post Visma Connect krävs.

    Exempel:
      koppla template add --kind export --name E-post --fields user_id,employee_number,connect_address
help-template-add--type = Mallens typ; employees är den enda
help-template-add--fields = Fältkoder i filens ordning, med komma mellan
help-template-add--encoding = Teckenkodning: utf-8, utf-8-bom, windows-1252, ibm437 eller utf-16le (import: känns igen om den inte anges)
help-template-add--heading = Om filen har en rubrikrad (export: yes; import: känns igen om det inte anges)
help-template-add--skip-rows = Hur många inledande rader en import hoppar över (känns igen om det inte anges)
help-template-copy = Gör importmallen som läser det en exportmall skriver
help-template-copy--examples =
    Exempel:
      koppla template copy E-post "Import E-post"
help-template-copy--from = Exportmallens namn
help-template-copy--to = Den nya importmallens namn
help-template-activate = Ta en inaktiv mall i bruk igen
help-template-deactivate = Ta en mall ur bruk utan att ta bort den
help-template-remove = Ta bort en mall
help-export = Skriv en fil med personer
help-export--examples =
    Exempel:
      koppla export --template E-post --output anstallda_epost.csv
      koppla export --template E-post --output saknas.csv --only missing --company 1
help-export--output = Fil att skriva; - skriver till standard ut
help-export--include-protected = Även personer med skyddade personuppgifter
help-export--force = Skriv över en fil som finns
help-import = Läs in adresser från en fil
help-import--examples =
    Varje rad redovisas: uppdaterad, oförändrad, behållen (verifierad), tom eller ej inläst med orsak.

    Exempel:
      koppla import anstallda_epost.csv --template "Import E-post" --dry-run
      koppla import anstallda_epost.csv --template "Import E-post" --max-changes 10% --rejects fel.csv
      koppla import excel.csv --template "Import E-post" --delimiter semicolon --encoding windows-1252
help-import--all-or-nothing = Läs inte in något om en rad inte kan läsas in
help-import--max-changes = Läs inte in något om fler adresser skulle ändras: ett antal, eller en andel av de lästa raderna som 10%, avrundad nedåt. Då blir slutkoden 4 och hela resultatet visas
help-import--rejects = Skriv de rader som inte lästes in, med orsaker, till den här filen
help-import--force = Skriv över en fil med ej inlästa rader som finns
help-import--skip-rows = Hur många inledande rader som hoppas över den här gången
help-import--columns = Filens kolumner den här gången, som fältkoder; - hoppar över en
help-import--export = Exporten som filen kom ifrån, som körningsnummer; none jämför inte. Annars den senaste som skrev filen
help-log = Visa körningarna, eller vad som hände med varje rad i en
help-log--examples =
    Exempel:
      koppla log --status failed --since 2026-01-01
      koppla log 7 --only rejected
      koppla log 7 --only rejected --output fel.csv
      koppla log 7 --command
      koppla log --purge --older-than 90 --dry-run
help-log--run = Körningens nummer
help-log--only = Bara rader med det här utfallet
help-undo = Ångra en import: ge tillbaka adresserna från före den
help-undo--examples =
    Den som har ändrats eller verifierats sedan dess, eller vars gamla adress är upptagen, lämnas och listas (kod 3).
    Även en ångring kan ångras: då kommer det som importen skrev tillbaka.

    Exempel:
      koppla undo 7 --dry-run
      koppla undo 7 --json
help-undo--run = Körningens nummer
help-domain = Hantera de tillåtna domänerna
help-domain-list = Lista de tillåtna domänerna; en tom lista tillåter alla
help-domain-add = Tillåt en domän
help-domain-add--examples =
    Exempel:
      koppla domain add foretaget.se
      koppla domain add "*.foretaget.se"
help-domain-remove = Ta bort en domän från listan
help-setting = Titta på och ändra inställningar
help-setting-list = Lista inställningarna
help-setting-get = Skriv en inställning
help-setting-set = Ändra en inställning
help-setting-set--value = Det nya värdet
help-completions = Skriv kompletteringar för ett skal
help-completions--examples =
    Exempel:
      koppla completions bash > ~/.local/share/bash-completion/completions/koppla
help-completions--shell = Skalet
help-man = Skriv handboken som en man-sida
help-man--examples =
    Exempel:
      koppla man > koppla.1
      man -l koppla.1
man-section = Handbok för koppla
man-name = NAMN
man-synopsis = ÖVERSIKT
man-description = BESKRIVNING
man-options = VÄXLAR
man-commands = KOMMANDON
man-exit = SLUTKODER
man-environment = MILJÖVARIABLER
man-files = FILER
man-examples = EXEMPEL
man-way = koppla följer den väg som den som sköter Flex HRM känner: exportmall, export, redigera adresserna, importmall, import, verifiera. Varje steg är en vy i terminalen och ett kommando för skript, cron och skärmläsare. En verifierad adress skrivs aldrig över, och av en fil ändras bara de celler som du ändrar.
man-screens = I vyerna visar F1 tangenterna, m alla vyer, och : söker bland kommandona.
man-exit-0 = klart; för en import: alla rader lästes in
man-exit-1 = misslyckades, och inget ändrades
man-exit-2 = fel användning
man-exit-3 = klart, men några rader kunde inte läsas in (en ångring: några lämnades)
man-exit-4 = nekat av en kontroll före första raden
man-exit-signals = avbrutet, avslutat, terminalen försvann
man-env-register = registret, när --register inte anges
man-env-config = inställningsfilen, när --config inte anges
man-env-password = lösenordet till e-postservern
man-env-home = var registret och loggen ligger
man-env-language = språket, när varken --lang eller inställningen language väljer
man-env-color = inga färger, om den inte är tom
man-file-register = registret
man-file-keys = nycklarna till verifieringslänkarna; säkerhetskopiera den för sig
man-file-journals = ändringar som inte hann sparas
man-file-log = programmets egen logg

### Vad som gick fel

error-template-ambiguous = Det finns både en exportmall och en importmall som heter ”{ $name }”. Ange --kind export eller --kind import.
error-export-template-inactive = Exportmallen ”{ $name }” är inaktiv.
error-import-template-inactive = Importmallen ”{ $name }” är inaktiv.
error-template-inactive-cure = Aktivera den bland mallarna eller med ”koppla template activate”, eller välj en annan.
error-address = ”{ $value }” är ingen adress. { $why }
error-bad-text = { $field } innehåller ett styrtecken. Ta bort det.
error-unencodable = { $field } för { $person } innehåller { $character }, som inte finns i { $encoding }. Inget skrevs.
error-unencodable-cure = Ge mallen teckenkodningen UTF-8.
error-setting-unknown = Det finns ingen inställning ”{ $key }”. ”koppla setting list” visar alla.
error-setting-invalid = ”{ $value }” går inte som { $key }; det ska vara { $takes }.
error-too-many-changes = { $changes ->
    [one] { $changes } adress
   *[other] { $changes } adresser
} skulle ändras, fler än de { $limit } som är tillåtna. Inget lästes in.
error-too-many-changes-cure = Titta på förhandsgranskningen (--dry-run) och höj --max-changes om den stämmer.
error-rows-rejected = { $n ->
    [one] { $n } rad
   *[other] { $n } rader
} går inte att läsa in, och allt eller inget begärdes. Inget lästes in.
error-rows-rejected-cure = Rätta raderna och läs in filen igen.
error-postgres = Den här versionen har registret i en lokal fil, inte i PostgreSQL.
error-not-an-export = Körning { $run } är ingen export som en fil kan jämföras med.
error-not-an-export-cure = ”koppla log” visar exporterna; --export none läser in utan att jämföra.
error-undo-kind = Körning { $run } är av typen { $kind } och kan inte ångras. Det går bara med importer och ångringar.
error-undo-purged = Raderna i körning { $run } har gallrats ur loggen, så den kan inte ångras längre.
error-undo-nothing = Körning { $run } ändrade ingen adress, så det finns inget att ångra.
error-undo-done = Körning { $run } är redan ångrad, i körning { $by }.
error-undo-as-before = Alla som körning { $run } ändrade har redan adressen från före den.
error-undo-erased = Alla som körning { $run } ändrade har raderats ur registret.
error-no-home = Det finns ingen hemkatalog att ha registret i. Ange var med --register.
error-cancelled = Avbrutet. Inget ändrades.

# Verifiering: det som hindrar
error-keys-line = Rad { $line } i { $path } är ingen nyckel.
error-keys-empty = { $path } innehåller ingen nyckel.
error-keys-cure = Lägg tillbaka filen från en säkerhetskopia. Med en ny nyckel slutar alla utskickade länkar att gälla.
error-system = Systemet kunde inte ge slumptal eller minne. Försök igen.
error-password-length = Ett lösenord ska ha mellan { $least } och { $most } tecken.
error-config = Konfigurationsfilen { $path } går inte att använda: { $what }
error-setting-missing = Inställningen { $key } saknas.
error-setting-missing-cure = Ange den under Säkerhet eller med ”koppla setting set { $key }”.
error-mailing-not-offered = Verifieringslänkar skickas inte medan ni förbereder bytet.
error-mailing-not-offered-cure = Var och en loggar in och begär en verifieringskod. Läget ändrar du under Säkerhet.

error-doubtful = Rad { $line } kan läsas som ”{ $one }” ({ $guess }) eller som ”{ $two }” ({ $other }).
error-doubtful-cure = Välj med --encoding { $guess } eller --encoding { $other }.
entry-person = personen ”{ $name }”
entry-export-template = exportmallen ”{ $name }”
entry-import-template = importmallen ”{ $name }”
entry-domain = den tillåtna domänen { $name }
entry-setting = inställningen ”{ $name }”
entry-run = körning { $name }
entry-notification = notis { $name }
entry-mailing = utskick { $name }
store-busy = Registret är upptaget: någon annan skriver i det. Inget ändrades; försök igen om en stund.
store-full = Disken är full. Inget ändrades; frigör plats och försök igen.
store-newer = Registret { $path } är gjort av en nyare koppla (version { $found }; den här kan { $known }). Uppdatera koppla.
store-foreign = { $path } är inget register för koppla. Inget i filen rördes; ange en annan med --register.
store-network = { $path } ligger på ett nätverksfilsystem ({ $kind }), där två som skriver kan förstöra ett register. Lägg det på en lokal disk.
store-gone = Registret { $path } finns inte längre: någon har tagit bort eller flyttat det. Inget har ändrats. Lägg tillbaka det, eller avsluta koppla för att börja med ett nytt.
store-readonly = Registret går att läsa men inte att skriva. Kontrollera rättigheterna på filen och dess katalog.
store-damaged = Registret är skadat: { $what }. Läs tillbaka en säkerhetskopia, eller undersök med ”koppla register verify”.
store-io = { $path } går inte att använda som register: { $why }.
store-failed = Registret svarade med ett fel: { $why }. Inget ändrades.
store-not-found = Det går inte att hitta { $what }.
store-already-exists = Det finns redan: { $what }.
store-ambiguous = { $count } personer har anställningsnumret { $number }. Ange företaget (--company).
store-number-taken = { $holder } har redan anställningsnumret { $number }.
store-address-taken = { $holder } har redan adressen { $address }.
store-conflict = Någon annan ändrade { $what } under tiden. Inget ändrades; titta igen.
store-basis-changed = Någon annan ändrade registret under tiden. Inget skrevs; försök igen.
store-verified-protected = Adressen för { $person } är verifierad och står kvar. Ta bort kopplingen först.
flaw-no-key = En person behöver ett användar-id eller ett anställningsnummer.
flaw-number-empty = Anställningsnumret är tomt.
kind-directory = en katalog
kind-pipe = ett rör
kind-device = en enhet
kind-socket = en socket
kind-other = ingen vanlig fil
file-missing = Det finns ingen fil { $path }.
file-missing-cure = Kontrollera namnet och katalogen.
file-unreadable = { $path } går inte att läsa: { $why }.
file-exists = { $path } finns redan.
file-exists-cure = Välj ett annat namn, eller skriv över den med --force.
file-empty = { $path } är tom.
file-export-again = Exportera filen igen.
file-binary = { $path } är ingen textfil.
file-spreadsheet = { $path } är en arbetsbok, vad namnet än säger.
file-spreadsheet-cure = Öppna den i kalkylprogrammet och spara den som CSV eller som Unicode-text.
file-too-large = { $path } är större än { $mib } MiB.
file-too-large-cure = Dela filen, eller höj inställningen max-file-mib.
file-changing = { $path } håller fortfarande på att skrivas.
file-changing-cure = Försök igen när det andra programmet är klart.
file-not-regular-cure = Ange själva filen.
file-not-regular = { $path } är { $kind }, inte en fil.
file-quote-unclosed = I { $path } börjar ett fält med citattecken på rad { $line } och slutar aldrig.
file-quote-unclosed-cure = Rätta den raden, eller läs citattecken som vanliga tecken (--no-quotes).
file-not-writable = { $path } går inte att skriva: { $why }.
file-elsewhere-cure = Inget har gått förlorat; spara under ett annat namn.
file-disk-full = Disken är full; { $path } skrevs inte.
file-directory-missing = Det finns ingen katalog { $path }.
file-write-failed = { $path } skrevs inte: { $why }.
file-changed = Någon annan har ändrat { $path } sedan den öppnades.
file-removed = { $path } har tagits bort sedan den öppnades.
file-unencodable = Rad { $row }, kolumn { $column }: tecknet { $character } finns inte i { $encoding }.
file-read-only = { $path } är öppen bara för läsning.
edit-read-only = Filen är öppen bara för läsning.
edit-no-such-cell = Raden på rad { $line } har bara { $columns ->
    [one] { $columns } kolumn
   *[other] { $columns } kolumner
}.
edit-unwritable = Tecknet { $character } kan inte stå i en cell.
edit-would-vanish = Det enda fältet på en rad kan inte vara tomt.
edit-unencodable = Tecknet { $character } finns inte i { $encoding }.

### Vad kommandona säger

cli-yes-no = j/N
cli-totals = { $rows ->
    [one] { $rows } rad
   *[other] { $rows } rader
}: { $updated } uppdaterade, { $unchanged } oförändrade, { $kept } behölls (verifierade), { $blank } tomma, { $rejected } kunde inte läsas in
cli-rejected-row = rad { $line }, { $who }, ”{ $value }”: { $sentence } [{ $code }]
cli-warnings = { $n ->
    [one] { $n } varning
   *[other] { $n } varningar
}; --json listar dem
cli-backup-done = Registret kopierades till { $path }.
usage-delimiter = ”{ $value }” är ingen fältavgränsare: tab, semicolon, comma, pipe eller ett tecken
usage-encoding = ”{ $value }” är ingen teckenkodning: utf-8, utf-8-bom, windows-1252, ibm437 eller utf-16le
usage-field = ”{ $value }” är inget fält: company, user_id, employee_number, first_name, last_name, department, email, connect_address, active, protected eller -
usage-skip-rows = --skip-rows hör till importmallar
usage-max-changes = --max-changes ska vara ett antal, eller en andel som 10%
usage-rejects-input = --rejects måste vara en annan fil än den som läses in
usage-export = --export ska vara numret på en export, eller none
cli-verified-ignored = Kolumnen Verifierad lämnades utan avseende på { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}; --trust-verified tar den för personer som skapas.
cli-addresses-left = { $n ->
    [one] { $n } känd person har
   *[other] { $n } kända personer har
} en annan adress i filen men behöll sin; --addresses ändrar overifierade.
cli-dry-run = Inget ändrades (--dry-run).
cli-load-totals = { $rows ->
    [one] { $rows } rad
   *[other] { $rows } rader
}: { $created } skapade, { $updated } uppdaterade, { $unchanged } oförändrade, { $rejected } kunde inte läsas in
cli-status-path = Register: { $path }
cli-status-persons = Personer
cli-status-lacking = Saknar adress
cli-status-unverified = Overifierade
cli-status-verified = Verifierade
cli-status-inactive = Inaktiva
cli-verify-ok = Registret är helt.
cli-person-added = { $who } lades till.
cli-person-set = { $who } rättades.
cli-person-remove = Radera { $who } och allt som loggarna vet om personen?
cli-person-removed = { $who } raderades; { $n ->
    [one] { $n } loggrad
   *[other] { $n } loggrader
} tömdes.
cli-person-state = Tillstånd: { $state }
cli-template-added = Mallen ”{ $name }” sparades.
cli-template-removed = Mallen ”{ $name }” togs bort.
template-unused = Ingen körning i loggen har använt mallen.
template-used = Mallen har använts i { $n ->
        [one] { $n } körning
       *[other] { $n } körningar
    } i loggen, senast { $when }.
template-activated = Mallen ”{ $name }” är aktiv igen.
template-deactivated = Mallen ”{ $name }” är inaktiv och erbjuds inte längre.
label-fields = Fält
label-delimiter = Fältavgränsare
label-encoding = Teckenkodning
label-heading = Rubrik
label-skip-rows = Hoppa över inledande rader
label-detected = känns igen
cli-exported = { $rows ->
    [one] { $rows } person
   *[other] { $rows } personer
} skrevs till { $path }
cli-left-no-key = Utelämnade eftersom en nyckel saknas: { $n }.
cli-left-protected = Utelämnade på grund av skyddade personuppgifter: { $n } (--include-protected tar med dem).
cli-formula-like = Värden som ett kalkylprogram skulle köra som formel: { $n }. De skrivs som de är.
saving-formula-like = Värden som ett kalkylprogram skulle köra som formel: { $n }. De har fått en apostrof framför sig.
cli-import-confirm = Ändra { $n ->
    [one] { $n } adress
   *[other] { $n } adresser
}?
cli-import-done = Inläst som körning { $run }; ”koppla log { $run }” visar den.
cli-undo-confirm = Återställa { $n ->
    [one] { $n } adress?
   *[other] { $n } adresser?
}
cli-undo-done = Ångrad som körning { $run }; ”koppla log { $run }” visar den.
cli-run-rejected = { $n } ej inlästa
cli-kept = { $address } står kvar, verifierad (filen har ”{ $value }”)
kept-verified = Adressen är verifierad och står kvar.
cli-domains-none = Listan är tom: alla domäner är tillåtna.
cli-domain-added = { $domain } är nu tillåten.
cli-domain-removed = { $domain } finns inte längre i listan.
cli-domain-outside = { $n ->
    [one] { $n } lagrad adress
   *[other] { $n } lagrade adresser
} ligger utanför de tillåtna domänerna. De står kvar som de är.

### tui core

tui-too-small = koppla behöver ett större fönster: minst { $columns } kolumner och { $lines } rader.
tui-paste-too-large = Texten du klistrade in är större än { $mb } MB och togs inte med. Spara den som en fil och välj Från en annan fil under f i steg 3.
tui-how-to-quit = Avsluta koppla med ^Q.
tui-suspend-nowhere = Det finns inget skal att gå till: koppla startades inte från ett. Avsluta med ^Q.
tui-no-clipboard = Terminalen har inget urklipp som koppla når.
tui-key-help = hjälp
tui-key-palette = sök kommando
tui-key-menu = alla vyer
tui-key-notifications = notiser
tui-key-next-step = nästa steg
tui-key-previous-step = föregående steg
tui-key-step = gå till steg { $n }
tui-key-redraw = rita om skärmen
tui-key-suspend = pausa koppla och gå till skalet
tui-key-quit = avsluta
tui-key-up = upp
tui-key-down = ner
tui-key-left = vänster
tui-key-right = höger
tui-key-page-up = en sida upp
tui-key-page-down = en sida ner
tui-key-top = längst upp
tui-key-bottom = längst ner
tui-key-home = till början
tui-key-end = till slutet
tui-key-next-field = nästa fält
tui-key-previous-field = föregående fält
tui-key-open = öppna, ändra, välj
tui-key-back = tillbaka, stäng, avbryt
key-arrow-up = Upp
key-arrow-down = Ned
key-arrow-left = Vänster
key-arrow-right = Höger
tui-yes = Ja
tui-no = Nej
tui-confirm = bekräfta
tui-cancel = avbryt
tui-close = stäng
tui-choose = välj
tui-open = öppna
tui-save-here = spara
tui-file-name = Namn:
tui-more-text = { $keys } visar resten
tui-complete = fyll i resten
tui-hidden-files = dolda filer
tui-reading-directory = Läser mappen …
tui-reading-directory-so-far = Läser mappen … { $n } namn hittills
tui-used-lately = använd nyligen
tui-error-title = Något gick fel
tui-menu-title = Alla vyer
tui-palette-title = Sök kommando
tui-nothing-found = Ingen träff.
tui-help-title = Tangenter: { $place }
tui-help-here = Här
tui-help-moving = Förflyttning
tui-help-everywhere = Överallt
tui-number-wanted = Skriv { $number } och tryck Enter för att fortsätta:
tui-number-wrong = Det stämmer inte med { $number }. Inget har gjorts.
tui-quit-title = Avsluta koppla?
tui-quit-question = Vill du avsluta ändå?
tui-capital = Stort J svarar ja.
tui-leave-title = Gå vidare utan att spara?
tui-leave-question = Vill du gå vidare ändå?

### Alla vyer, och orden som kommandosökningen hittar dem på

view-add-person = Lägg till person
also-guide = start hem steg översikt
also-export-templates = mall fält fältavgränsare teckenkodning
also-export = Bearbetning › Servicerutiner › Export ta ut fil
also-addresses = fyll i redigera tabell adresser fil
also-import-templates = mall fält fältavgränsare teckenkodning
also-import = Bearbetning › Servicerutiner › Import läs in fil
also-users = verifiera konton massutskick verifieringslänkar personer rätta ta bort radera
also-people = personfil fyll registret anställda
also-add-person = ny person skapa
also-person = visa rätta ta bort radera koppling personkort
also-log = Bearbetning › Servicerutiner › Logg körningar visa logg fellogg ångra
also-notifications = klocka meddelanden
also-security = tillåtna domäner vid koppling till Visma Connect
also-verification = avsändare mejl e-postserver SMTP verifierade domäner länkar giltighetstid
also-program = språk language svenska English gallring loggens rader bekräfta
also-keys = kortkommandon tangentbord snabbtangenter
also-about = version sökvägar var filerna finns licens

### Inställningar › Allmänt › Program

program-title = Program
program-language = Språk
program-language-auto = som terminalen
program-language-hint = Gäller härifrån och nästa gång; --lang går före.
program-theme = Färger
program-theme-auto = som terminalen
program-theme-light = för ljus bakgrund
program-theme-dark = för mörk bakgrund
program-theme-none = inga
program-theme-hint = Är variabeln NO_COLOR satt används inga färger. Allt som en färg säger står också som ett tecken.
program-mouse = Mus i koppla
program-mouse-hint = Hjulet bläddrar, ett klick väljer och trycker på knappar. Annars är musen terminalens egen: då går det att markera och kopiera text.
program-log-days = Loggens rader sparas (dagar)
program-log-days-hint = Körningarna och deras antal står kvar längre; never sparar raderna för alltid.
program-keep-files = Spara importfilerna
program-keep-files-hint = Ja: en kopia av varje inläst fil läggs bredvid registret.
program-confirm-above = Skriv antalet vid ändringar över
program-confirm-above-hint = Så många adresser får en import ändra med bara ett ja.
program-confirm-domains = Skriv antalet vid nya domäner
program-confirm-domains-hint = Ja: även när adresser kommer under en domän som ingen har än.
program-max-file = Största fil (MiB)
program-max-file-hint = Större filer öppnas inte.

### Hjälp: alla tangenter, om programmet

overview-title = Tangenter
overview-where-it-fits = Där det går
overview-move = flytta
overview-pages = sidvis
overview-ends = först, sist
overview-columns = radens början, slut
overview-fields = nästa, förra fältet
overview-steps = nästa, förra steget
overview-step = gå till ett steg
overview-help = hjälp: tangenterna här
overview-search = sök, nästa, förra
overview-sort = sortera efter kolumnen
overview-suggestions = ta förslaget, alla lika
overview-typing = Medan du skriver text gäller bara Enter, Tab, Esc, ^S, ^Q och F-tangenterna; allt annat hör till fältet.
usual-save = spara
usual-search = sök
usual-next = nästa träff
usual-previous = förra träffen
usual-filter = filtrera
usual-sort-up = sortera stigande
usual-sort-down = sortera fallande
usual-mark = markera
usual-undo = ångra
usual-redo = gör om
usual-fill = fyll i många celler
usual-take = ta förslaget
usual-take-all = ta förslaget för alla lika
tui-key-keys = alla tangenter
about-title = Om koppla
about-version = koppla { $version }
about-what = Ger många anställda deras Visma Connect-adress på en gång. Fri programvara under MIT-licensen.
about-read-on = Läs vidare: F1 visar tangenterna i varje vy, koppla --help förklarar kommandona och koppla man är hela handboken.
about-files = Här finns dina filer
about-register = Registret
about-keys = Nycklarna till verifieringslänkarna
about-journal = Ändringar som inte hann sparas
about-config = Inställningsfilen
about-log = Programmets egen logg

### Guiden

guide-title = Guide
guide-key-open = öppna
guide-key-load = läs in personer
guide-not-ready = finns inte utan register
guide-empty = Registret är tomt. Tryck l för att läsa in en personfil; första raden namnger kolumnerna, till exempel Användar-id, Anställningsnummer, Förnamn.
guide-counting = Personerna räknas …
guide-counts = { $persons ->
    [one] { $persons } person
   *[other] { $persons } personer
}: { $lacking } saknar adress, { $unverified } overifierade, { $verified } verifierade.
guide-mails-wait = Mejl med verifieringslänkar väntar på att skickas: öppna steg 6 och tryck r.
guide-kept = En adress som redan är verifierad behålls: importen skriver aldrig över den.
guide-kept-short = Redan verifierade adresser behålls.
guide-welcome = Ny här? Gå uppifrån och ner med Enter. F1 visar tangenterna, m alla vyer, :{"\u00A0"}söker, ^Q avslutar.
guide-welcome-short = Ny här? Enter går stegen, m visar alla vyer.
guide-domains = Tillåtna domäner just nu: { $domains }. Adresser under andra domäner läses inte in.
guide-domains-short = Tillåtna domäner: { $domains }
guide-domains-all = Alla domäner är tillåtna just nu: listan under Säkerhet är tom.
guide-domains-all-short = Alla domäner är tillåtna: listan är tom.
demo-name = demo
error-terminal = Skärmbilderna kräver en terminal ({ $why }). Kommandona fungerar utan: koppla --help
error-no-terminal =
    Skärmbilderna kräver en terminal som kan flytta markören; här är utdata en fil eller ett rör, eller så är TERM inte satt (eller ”dumb”). De fem stegen finns som kommandon, och de skriver vanliga rader:
    1 Exportmall: koppla template add --kind export --name … --fields user_id,employee_number,connect_address
    2 Export: koppla export --template … --output FIL
    3 E-post: koppla fill FIL --pattern … och koppla check FIL
    4 Importmall: koppla template copy EXPORTMALL IMPORTMALL
    5 Import: koppla import FIL --template … --dry-run
    Mer om varje kommando: koppla --help

### Läsa in personer, säkerhet, verifiering

people-title = Läs in personer
people-key-load = läs in
people-key-choose = välj fil
people-key-back = tillbaka
people-intro = En personfil fyller registret: första raden namnger kolumnerna, på svenska eller engelska, och varje rad är en person. Kända personer uppdateras; tomma celler lämnar saker som de är.
people-file = Personfil
people-file-hint = F3 väljer bland filerna; ~ är din hemkatalog.
people-file-needed = Vilken fil?
people-addresses = Ändra overifierade adresser
people-addresses-hint = Av: kända personer behåller den adress de har. Verifierade adresser behålls alltid.
people-addresses-hint-on = På: overifierade adresser ersätts med filens. Verifierade adresser behålls alltid.
people-trust = Lita på kolumnen Verifierad
people-trust-hint = Av: ingen adress blir verifierad av filen.
people-trust-hint-on = På: nya personer får sin adress verifierad. Bara för en fil från en källa du litar på.
people-preview = Förhandsgranska
people-choose = Välj en personfil
people-reading = Läser filen … Esc avbryter
people-writing = Skriver till registret …
people-nothing = Det finns inget att läsa in: registret stämmer redan med filen.
people-confirm = { $created } skapas och { $updated } uppdateras. Vill du läsa in dem?
people-counts = { $rows ->
    [one] { $rows } rad
   *[other] { $rows } rader
}: { $created } skapas, { $updated } uppdateras, { $unchanged } oförändrade, { $rejected } kan inte läsas in
people-verified-ignored = Kolumnen Verifierad lämnas utan avseende på { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}.
people-addresses-left = { $n ->
    [one] { $n } känd person har
   *[other] { $n } kända personer har
} en annan adress i filen och behåller sin nuvarande.
people-all-good = Alla rader går att läsa in. Tryck i för att läsa in.
column-line = Rad
column-who = Vem
column-value = Värde
column-reason = Orsak
path-settings = Inställningar
path-general = Allmänt
path-security = Säkerhet
path-exchange = Import/export
path-help = Hjälp
security-key-add = lägg till
security-key-remove = ta bort
security-key-back = tillbaka
security-domains = Tillåtna domäner vid koppling till Visma Connect
security-explain = Finns det domäner i listan tar importen bara emot adresser under dem. En post tillåter just den domänen; *.foretaget.se tillåter dess underdomäner.
security-add-title = Tillåt en domän
security-add-label = Domän, till exempel foretaget.se:
security-meant = Det är ingen domän. Menade du { $meant }?
security-remove-title = Ta bort en domän
security-remove = Ta bort { $domain } från listan? Lagrade adresser står kvar som de är.
step-verify = Verifiera
step-verify-explain = Använder ni redan Visma Connect skickar du verifieringslänkar härifrån, annars loggar var och en in och begär en kod. Har ni ett riktigt Flex HRM, följ ”Verifiering av användare efter flytten” där.
step-verify-nobody = Det finns inga personer i registret än. Läs in en personfil först: tryck l i guiden.
### Template and export screens

step-export-template = Exportmall
step-export-template-explain = Exportmallen bestämmer vilka fält som hamnar i filen. Användar-id, Anställningsnummer och E-post Visma Connect måste vara med.
step-import-template = Importmall
step-import-template-explain = Importmallen ska ha samma fältavgränsare, oftast Tabb, och samma fält i samma ordning som exportmallen. koppla kopierar allt det åt dig.
step-export = Export
step-export-explain = Exporten skriver en fil med de personer som ska få en adress, en på varje rad. Låt filnamnet sluta på .csv, så går den att öppna i Excel och andra kalkylprogram också.
step-export-no-template = Ingen exportmall är i bruk. Skapa eller aktivera en i steg 1 först.
step-export-nobody = Det finns inga personer i registret än. Läs in en personfil först: tryck l i guiden.
step-template-needed = spara en mall
step-templates = { $n ->
    [one] { $n } mall
   *[other] { $n } mallar
}
step-needs-template = behöver en mall från steg { $n }
step-needs-people = behöver personer i registret
step-export-needed = ingen export än
step-import-needed = ingen import sedan exporten
step-file-needed = ingen fil än
step-file-imported = filen är inläst
step-file-unsaved = { $file }, osparad
step-run = körning { $run }, { $at }
step-run-rejected = körning { $run }: { $n } ej inlästa
step-verify-all = alla är verifierade
step-verify-left = { $n ->
    [one] { $n } inte verifierad
   *[other] { $n } inte verifierade
}
tpl-way-export = Exportmallar
tpl-way-import = Importmallar
tpl-key-save = spara
tpl-key-from = från mall/fil
tpl-key-open = ändra
tpl-key-add = nytt fält
tpl-key-up = flytta upp
tpl-key-down = flytta ner
tpl-key-new = ny mall
tpl-key-remove = ta bort
tpl-key-compare = jämför med en annan exportmall
tpl-key-mend = rätta skillnaden
tpl-key-mend-all = rätta alla
tpl-key-active = inaktivera/aktivera
tpl-key-active-short = av/på
tpl-key-new-short = ny
tpl-key-from-short = hämta från
tpl-name = Namn
tpl-export-type = Exporttyp
tpl-import-type = Importtyp
tpl-type = Anställda/användare
tpl-heading = Sätt rubrik från fältnamn
tpl-skip = Hoppa över inledande
tpl-rows = Antal rader
tpl-character = Tecken { $character }
tpl-character-itself = Tecken
tpl-other-character = Annat tecken
tpl-other-number = annat antal
tpl-no-delimiter = Ett tecken som varken är bokstav eller siffra.
tpl-no-rows = Ange hur många rader.
tpl-name-taken = Det finns redan en mall med det namnet.
tpl-skipped = (hoppas över)
tpl-needed = krävs
tpl-new = ny
tpl-inactive = inaktiv
tpl-is-inactive = Mallen är inaktiv: den finns kvar men erbjuds inte. Tryck i i listan för att aktivera den.
tpl-fields = Fält, i filens ordning
tpl-proposed-name = E-post Visma Connect
tpl-proposed-import = Import { $name }
tpl-save = Spara
tpl-next-step = Nästa steg: { $number } { $title }
tpl-note-proposed = Ett förslag från koppla, klart att spara.
tpl-note-from-file = Som filen i steg 3 är skriven, klar att spara.
tpl-note-other-file = { $file } i steg 3 är skriven på ett annat sätt. f kopierar därifrån.
tpl-note-copied = Kopierad från exportmallen, klar att spara.
tpl-note-mended = Alla skillnader är rättade, klar att spara.
tpl-encoding-recognised = kodningen känns igen
tpl-heading-recognised = rubriken känns igen
tpl-skips = hoppar över { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}
tpl-with-heading = rubrik
tpl-without-heading = ingen rubrik
tpl-differences = { $n ->
    [one] { $n } skillnad
   *[other] { $n } skillnader
} mot exportmallen ”{ $name }”. Tryck s på raden så rättas den, S så rättas alla.
tpl-differences-file = { $n ->
    [one] { $n } skillnad
   *[other] { $n } skillnader
} mot filen { $name }. Tryck s på raden så rättas den, S så rättas alla.
tpl-agrees = Stämmer med exportmallen ”{ $name }”.
tpl-agrees-file = Stämmer med filen { $name }.
tpl-leave-title = Gå vidare utan att spara?
tpl-leave-text = Mallen ”{ $name }” har ändringar som inte är sparade. De försvinner om du går vidare.
tpl-unsaved = Mallen ”{ $name }” har ändringar som inte är sparade.
tpl-add-title = Lägg till fält
tpl-change-title = Byt till ett annat fält
tpl-all-fields = Alla fält finns redan i mallen.
tpl-remove-title = Ta bort mallen?
tpl-remove-text = Mallen ”{ $name }” tas bort ur registret. Filer och logg påverkas inte.
tpl-remove-rather = Vill du bara slippa se den kan du inaktivera den i stället.
tpl-from-title = Kopiera varifrån?
tpl-from-file = filen i steg 3: { $file }
tpl-beside-file = Filen i steg 3
tpl-no-export = Det finns ingen exportmall att kopiera från. Gör en i steg 1.
tpl-no-export-title = Ingen exportmall
tpl-conflict-title = Någon annan har ändrat mallen under tiden
tpl-conflict-theirs = Visa den ändrade mallen och släpp mina ändringar
tpl-conflict-mine = Spara min i stället för den ändrade
tpl-conflict-new = Spara min som en ny mall
tpl-removed-meanwhile = Någon annan har tagit bort den. Det som står i formuläret kan du fortfarande spara som en ny mall med ^S.
exp-key-run = exportera
exp-key-open = välj
exp-key-copy = spara en kopia
exp-key-path = kopiera sökvägen
exp-key-new = ny export
exp-key-cancel = avbryt
exp-name = Namn
exp-name-hint = Namnet som visas i loggen.
exp-file = Filnamn
exp-file-hint = Med .csv på slutet öppnar kalkylprogram filen direkt. ~ är din hemkatalog.
exp-template-hint = Välj bland dina exportmallar med ← och →.
exp-selection = Urval
exp-selection-hint = Välj med ← och → vilka som ska med i filen.
exp-company-hint = Företagets nummer. Lämna tomt för att ta med alla företag.
exp-protected = Även skyddade personuppgifter
exp-protected-hint = Annars lämnas personer med skyddade personuppgifter utanför filen.
exp-run = Exportera
exp-run-hint = Enter skriver filen. Med { $up } kommer du till fälten ovanför.
exp-only-active = Aktiva personer
exp-only-all = Alla personer
exp-only-missing = De som saknar adress
exp-only-unverified = De med overifierad adress
exp-no-file = Ange ett filnamn.
exp-progress = { $done } av { $total } personer
exp-preparing = Läser registret …
exp-broken = Exporten stannade på grund av ett fel i koppla. Ingen fil skrevs.
exp-failed = Exporten ”{ $name }” misslyckades.
exp-running = Exporten ”{ $name }” pågår fortfarande.
exp-toast = Exporten är klar: { $rows ->
    [one] { $rows } person
   *[other] { $rows } personer
}.
exp-cancelled-title = Avbruten
exp-cancelled = Exporten avbröts. Ingen fil skrevs.
exp-cancel-title = Avbryta exporten?
exp-cancel-text = Då skrivs ingen fil.
exp-overwrite-title = Skriva över filen?
exp-overwrite = { $path } finns redan. Skriver du över den försvinner det som står i den, även adresser som du har fyllt i.
exp-written = { $rows ->
    [one] { $rows } person skrevs till filen
   *[other] { $rows } personer skrevs till filen
}
exp-nobody = Ingen stämmer med urvalet: det finns inga personer i filen.
exp-left-no-key = { $n ->
    [one] { $n } person lämnades utanför eftersom användar-id
   *[other] { $n } personer lämnades utanför eftersom användar-id
} eller anställningsnummer saknas: en sådan rad går inte att läsa in igen.
exp-left-protected = { $n ->
    [one] { $n } person med skyddade personuppgifter lämnades utanför.
   *[other] { $n } personer med skyddade personuppgifter lämnades utanför.
}
exp-formula-like = { $n ->
    [one] { $n } värde börjar
   *[other] { $n } värden börjar
} som en formel. Ett kalkylprogram kan räkna ut det i stället för att visa det.
exp-go-on = Gå vidare till steg 3 med filen
exp-copy-title = Spara en kopia
exp-copy-label = Spara en kopia av filen som:
exp-copy-path = Kopiera sökvägen
exp-again = Gör en ny export
exp-path-copied = Sökvägen skickades till terminalens urklipp.
exp-copied = En kopia sparades som { $path }.
### Import, preview and log screens

way-processing = Bearbetningar
way-routines = Servicerutiner
job-died = Ett internt fel i koppla avbröt arbetet. Ingenting ändrades.
job-stopping = Avbryter …

planned-updated = uppdateras
planned-kept = behålls
planned-rejected = läses inte in
planned-all-updated = uppdateras
planned-all-kept = behålls (verifierade)
planned-all-rejected = kan inte läsas in
all-updated = uppdaterade
all-unchanged = oförändrade
all-kept = behållna (verifierade)
all-blank = tomma
all-rejected = ej inlästa
result-updated = { $n ->
    [one] { $n } uppdaterad
   *[other] { $n } uppdaterade
}
result-unchanged = { $n ->
    [one] { $n } oförändrad
   *[other] { $n } oförändrade
}
result-kept = { $n ->
    [one] { $n } behölls (verifierad)
   *[other] { $n } behölls (verifierade)
}
result-blank = { $n ->
    [one] { $n } tom
   *[other] { $n } tomma
}
result-rejected = { $n ->
    [one] { $n } kunde inte läsas in
   *[other] { $n } kunde inte läsas in
}
result-nothing = inga rader
result-exported = { $n ->
    [one] { $n } person skrevs till filen
   *[other] { $n } personer skrevs till filen
}
result-created = { $n ->
    [one] { $n } person skapades
   *[other] { $n } personer skapades
}

import-title = Import
import-explain = Du ser först vad som händer med varje rad, och inget ändras förrän du bekräftar. En notis säger hur det gick, och loggen visar de rader som inte kunde läsas in.
import-missing-template = Ingen importmall är i bruk. Skapa eller aktivera en i steg 4 först.
import-key-enter = nästa, välj
import-key-browse = välj fil
import-key-preview = förhandsgranska
import-key-log = visa logg
import-key-back = guiden
import-name = Namn
import-name-proposed = Import { $day }
import-name-hint = Det namn som importen får i loggen.
import-template = Importmall
import-template-hint = Så här läses filen. Byt mall med ← och →.
import-file = Fil
import-file-hint = Filen som du har redigerat och sparat. ~ står för din hemkatalog.
import-browse = Välj fil …
import-browse-hint = Visar filerna på disken.
import-browse-title = Fil att importera
import-unsaved-title = Osparade ändringar
import-unsaved = Importen läser filen som den ligger på disken.
import-save-first = Spara först och läs in
import-as-on-disk = Läs in utan ändringarna
import-not-saved = Filen lästes därför inte in. Spara den i steg 3.
import-whole = Allt eller inget
import-whole-hint = På: inget importeras så länge någon rad inte kan läsas in. Av: de rader som går bra importeras, och resten listas.
import-preview = Förhandsgranska
import-preview-hint = Läser filen och visar vad som händer med varje rad. Inget ändras än.
import-no-file = Ange en fil.
import-reading = Läser { $file } …

cure-title = Filen går inte att läsa som den är
cure-question = Hur vill du göra?
cure-none = Gå tillbaka och rätta filen eller mallen
cure-delimiter = Läs med { $file } den här gången
cure-columns = Läs kolumnerna i filens ordning den här gången
cure-skip = { $n ->
    [0] Hoppa inte över någon inledande rad den här gången
    [one] Hoppa över { $n } inledande rad den här gången
   *[other] Hoppa över { $n } inledande rader den här gången
}
cure-no-quotes = Läs citattecken som vanliga tecken den här gången
cure-encoding = { $encoding }: ”{ $shown }”

### Allt som skiljer en fil från mallen, i en fråga

cure-several = Filen skiljer sig från mallen på { $n } sätt:
cure-differs-delimiter = Fältavgränsare: { $file } i filen, { $template } i mallen
cure-differs-column = Kolumn { $column }: { $found } i filen, { $expected } i mallen
cure-no-column = ingen
cure-differs-encoding = Teckenkodning: { $file } i filen, { $template } i mallen
cure-doubtful-encoding = Teckenkodning: rad { $line } blir ”{ $one }” med { $guess } och ”{ $two }” med { $other }
cure-all = Läs filen som den är den här gången
cure-all-for-good = Rätta mallen efter filen
cure-all-encoding = Läs filen som den är nu, med { $encoding }
cure-all-encoding-for-good = Rätta mallen efter filen, med { $encoding }

### Rätta efter en import

cure-delimiter-for-good = Rätta mallen: { $file } från och med nu
cure-columns-for-good = Rätta mallen: filens kolumner från och med nu
cure-skip-for-good = { $n ->
    [0] Rätta mallen: hoppa inte över någon inledande rad
    [one] Rätta mallen: hoppa över { $n } inledande rad
   *[other] Rätta mallen: hoppa över { $n } inledande rader
}
cure-encoding-for-good = Rätta mallen: { $encoding } från och med nu
rows-key-enter = rätta raden, eller visa den
rows-key-correct = rätta
run-key-import-touched = läs in resten
addresses-key-import-touched = läs in rättade
correcting-title = Rätta raden
correcting-choose = Var ligger { $file } nu?
correcting-other-unsaved = Steg 3 har osparade ändringar i { $file }. Spara dem först, och kom sedan tillbaka hit.
correcting-then-touched = Rätta, spara med ^S och tryck på i: bara det rättade läses in. & visar alla avvisade.
correcting-then-preview = Rätta, spara med ^S och tryck på i för att förhandsgranska igen.
correcting-moved = Filen har ändrats sedan importen; raden står nu på rad { $line }.
correcting-edited = Cellen på rad { $line } har ändrats sedan importen.
correcting-gone = Filen har ändrats sedan importen: { $who }, som stod på rad { $line }, finns inte kvar.
correcting-save-first = Spara först med ^S. Tryck sedan på i.
pace-seconds = { $n } s kvar
pace-minutes = { $n } min kvar
pace-rows = { $rows } rader/s, { $left }
cli-progress = { $percent } % klart, { $pace }
import-touched = Bara rättade rader
import-touched-hint = På: bara de rader läses som inte redan är inlästa av körning { $run } så som de står nu, alltså rättade rader och rader som inte kunde läsas in. Av: hela filen läses.
import-corrected-name = { $name } – rättning
error-not-correctable = Körning { $run } är ingen import vars rader finns kvar i loggen, så det går inte att se vilka rader som har rättats.
error-not-correctable-cure = Läs in hela filen i stället, utan --corrects.
help-import--corrects = Läs bara de rader som den här körningen inte redan har läst in så som de står nu: rättade och avvisade

preview-title = Förhandsgranskning
preview-key-import = importera
preview-key-rejects = spara ej inlästa
preview-key-back = tillbaka
preview-key-stop = avbryt
preview-not-yet = Så här skulle importen bli. Inget har ändrats än; i eller Tab importerar.
preview-new-domains = Hittills har ingen någon adress under { $domains }. Stämmer det?
preview-many-new-domains = Hittills har ingen någon adress under { $domains } och { $n ->
    [one] { $n } domän till
   *[other] { $n } domäner till
}. Stämmer det?
preview-nothing-blank = { $n ->
    [one] En cell är tom
   *[other] { $n } celler är tomma
}: med e fyller du i dem i steg 3.
preview-nothing-title = Inget att importera
preview-nothing = Ingen adress skulle ändras, så det finns inget att importera.
preview-confirm-title = Vill du importera?
preview-confirm = { $n ->
    [one] { $n } adress läses in
   *[other] { $n } adresser läses in
} från { $file }.
preview-confirm-kept = { $n ->
    [one] { $n } verifierad adress behålls.
   *[other] { $n } verifierade adresser behålls.
}
preview-confirm-rejected = { $n ->
    [one] { $n } rad kan inte läsas in och hoppas över.
   *[other] { $n } rader kan inte läsas in och hoppas över.
}
preview-applying = Importerar { $n ->
    [one] { $n } adress
   *[other] { $n } adresser
} …
preview-applying-hint = Esc avbryter. Då importeras ingenting alls.
preview-stop-title = Vill du avbryta importen?
preview-stop = Importen pågår. Om du avbryter den importeras ingenting alls.
preview-unsaved = Importen av { $file } pågår och skulle avbrytas. Då importeras ingenting av den.
preview-conflicts-title = Registret har ändrats
preview-conflicts = Någon annan ändrade i registret under tiden. { $n ->
    [one] { $n } rad stämmer inte längre och har tagits bort ur importen.
   *[other] { $n } rader stämmer inte längre och har tagits bort ur importen.
} Inget är importerat än: det här är den nya förhandsgranskningen.
preview-rejects-name = { $stem }_ej_inlasta.csv

rows-key-filter = filtrera
rows-key-filter-short = filter
rows-key-filter-left = föregående filter
rows-key-filter-right = nästa filter
rows-key-search = sök
rows-key-next = nästa träff
rows-key-previous = föregående träff
rows-key-open = visa hela raden
rows-all = alla
rows-warnings = varningar
rows-none = Loggen har inga rader från den här körningen.
rows-none-planned = Filen har inga rader att importera.
rows-none-planned-undo = Körningen har inga rader att återställa.
rows-filter-title = Visa
rows-search-title = Sök
rows-search-label = Hela eller en del av ett användar-id eller en adress:
rows-searching = Söker … Esc avbryter.
rows-not-found = ”{ $text }” finns inte bland raderna.
rows-line = Rad { $line }
rows-who = Användar-id: { $who }
rows-number = Anställningsnummer: { $number }
rows-outcome = Utfall: { $outcome }
rows-rejected = ”{ $value }”. { $sentence }
rows-unchanged = Personen har redan adressen { $value }.
rows-blank = Cellen är tom, så personen lämnas som den är.
rows-column-line = Rad
rows-column-outcome = Utfall
rows-column-change = Ändring

saving-title = Spara som fil
saving-label = Var ska filen sparas?
saving-no-path = Skriv ett namn.
saving-replace-title = Vill du ersätta filen?
saving-replace = { $path } finns redan.
saving-done = { $n ->
    [one] { $n } rad sparades i { $path }.
   *[other] { $n } rader sparades i { $path }.
}

log-title = Logg
log-key-open = visa rader
log-key-back = tillbaka
log-empty = Inget har körts än. Här visas varje export och import.
log-column-run = Nr
log-column-finished = Klar
log-column-kind = Typ
log-column-name = Namn
log-column-status = Status
log-column-rows = Rader
log-column-updated = Uppdaterade
log-column-rejected = Ej inlästa
log-column-who = Vem
log-column-template = Mall
log-column-file = Fil
run-title = Körning { $run }
run-key-save = spara som fil
run-key-back = tillbaka
run-loading = Hämtar raderna …
run-file-name = logg_{ $run }.csv

### Ångra en körning
undo-title = Ångra körning { $run }
undo-key-run = ångra körningen
undo-key-back = tillbaka
undo-key-stop = avbryt
undo-planning = Ser efter vad som kan återställas …
undo-heading = Så här skulle det bli om du ångrar körning { $run } ({ $file }). Inget har ändrats än; tryck u för att ångra.
undo-reverted = { $n ->
    [one] { $n } adress återställd
   *[other] { $n } adresser återställda
}
undo-unchanged = { $n ->
    [one] { $n } var redan återställd
   *[other] { $n } var redan återställda
}
undo-left = { $n ->
    [one] { $n } lämnad som den är
   *[other] { $n } lämnade som de är
}
undo-left-changed = { $n ->
    [one] { $n } lämnad (ändrad sedan dess)
   *[other] { $n } lämnade (ändrade sedan dess)
}
undo-left-verified = { $n ->
    [one] { $n } lämnad (verifierad sedan dess)
   *[other] { $n } lämnade (verifierade sedan dess)
}
undo-left-taken = { $n ->
    [one] { $n } lämnad (den gamla adressen är upptagen)
   *[other] { $n } lämnade (de gamla adresserna är upptagna)
}
undo-left-erased = { $n ->
    [one] { $n } lämnad (raderad)
   *[other] { $n } lämnade (raderade)
}
undo-confirm-title = Vill du ångra körningen?
undo-confirm = { $n ->
    [one] { $n } person får tillbaka adressen från före körning { $run }, eller blir utan om ingen fanns.
   *[other] { $n } personer får tillbaka adressen från före körning { $run }, eller blir utan om ingen fanns.
}
undo-confirm-left = { $n ->
    [one] { $n } person lämnas som den är; orsaken står på raden.
   *[other] { $n } personer lämnas som de är; orsaken står på raden.
}
undo-confirm-links = Verifieringslänkar som redan har skickats ut börjar inte gälla igen.
undo-none-title = Inget att återställa
undo-none = Ingen av adresserna kan återställas. Varför står på varje rad.
undo-applying = { $n ->
    [one] Återställer { $n } adress …
   *[other] Återställer { $n } adresser …
}
undo-applying-hint = Esc avbryter. Då återställs ingenting alls.
undo-stop-title = Vill du avbryta?
undo-stop = Återställningen pågår. Om du avbryter den återställs ingenting alls.
undo-unsaved = Körning { $run } håller på att ångras. Om du avslutar nu återställs ingenting.
undo-changed-title = Registret har ändrats
undo-changed = Någon annan ändrade i registret under tiden. { $n ->
    [one] { $n } person kan inte återställas längre.
   *[other] { $n } personer kan inte återställas längre.
} Se över raderna och ångra igen.
run-key-undo = ångra
planned-undo-updated = återställs
planned-undo-all-updated = återställs
planned-undo-rejected = lämnas
planned-undo-all-rejected = lämnas
outcome-undo-updated = återställd
outcome-undo-all-updated = återställda
outcome-undo-rejected = lämnad
outcome-undo-all-rejected = lämnade
rows-cleared = { $address } → ingen adress
rows-key-person = visa personen
rows-no-person = Raden hör inte till någon person i registret.

### Jämförelsen med exporten
compared = Jämförd med export { $run } från { $when }: { $n ->
    [one] { $n } rad gäller en person vars adress har ändrats sedan dess.
   *[other] { $n } rader gäller personer vars adress har ändrats sedan dess.
}
compared-none = Jämförd med export { $run } från { $when }: ingen adress har ändrats sedan dess.
compared-not = Inte jämförd med någon export (se Jämför med i formuläret).
import-export = Jämför med
import-export-hint = Adresser som någon har ändrat efter exporten skrivs inte över av filen
import-export-by-file = exporten med samma filnamn
import-export-none = ingen export
import-export-run = export { $run } · { $when } · { $file }

### Personkortet
card-title = Person
card-command = Person …
card-find-title = Visa en person
card-find-label = Användar-id eller anställningsnummer:
card-history = Historik
card-no-history = Adressen har aldrig ändrats.
card-verified-at = Verifierad
card-key-back = tillbaka
card-ambiguous = Flera personer har anställningsnumret { $number }. Ange användar-id i stället.
event-set = Adress satt
event-cleared = Adress borttagen
event-trusted-on-load = Inläst som verifierad
event-unlinked = Koppling borttagen
event-undone = Återställd
event-verified-by-link = Verifierad med länk
event-verified-by-code = Verifierad med kod
event-verified-by-domain = Verifierad genom verifierad domän
history-none = ingen
history-by = { $when }  { $event } av { $who }
history-by-run = { $when }  { $event } av { $who }, körning { $run }

notes-title = Notiser
notes-key-open = visa logg
notes-empty = Det finns inga notiser. Du får en när en export eller import är klar.
notes-told = { $kind } ”{ $name }”: { $result }

### Adresstabellen

addresses-title = E-post
addresses-explain = Fyll bara i E-post Visma Connect: Användar-id och Anställningsnummer är låsta, för importen hittar rätt person på dem. Kontrollera stavningen en extra gång.
addresses-key-edit = ändra
addresses-key-next = nästa rad utan adress
addresses-key-previous = föregående rad utan adress
addresses-key-take = ta förslaget
addresses-key-clear = töm cellen
addresses-key-undo = ångra
addresses-key-redo = gör om
addresses-key-save = spara
addresses-key-save-as = spara under ett annat namn
addresses-key-open = öppna fil
addresses-key-encoding = läs filen med en annan teckenkodning
addresses-key-columns = välj kolumner
addresses-key-commit = klar
addresses-key-commit-next = klar, nästa rad utan adress
addresses-key-commit-next-short = klar, nästa
addresses-key-next-step-short = steg 4
addresses-key-commit-previous = klar, föregående rad utan adress
addresses-key-give-up = avbryt
addresses-column-line = Rad
addresses-column-number = Anst.nr
addresses-column-name = Namn
addresses-checking = kontrolleras…
addresses-lacking = { $n ->
    [one] { $n } tom
   *[other] { $n } tomma
}
addresses-changed = { $n ->
    [one] { $n } ändrad
   *[other] { $n } ändrade
}
addresses-faults = { $n } fel
addresses-read-only = skrivskyddad
addresses-mixed-endings = blandade radslut
addresses-none = Ingen fil är öppen. Tryck o för att öppna den exporterade filen; i steg 2 gör du en.
addresses-opening = Läser { $file }…
addresses-reading-on = resten läses…
addresses-opening-share = Läser { $file }… { $percent } %
addresses-unsettled = { $file } är läst, men det framgår inte vilken kolumn som är { $field }. Tryck Enter för att välja den, eller o för att öppna en annan fil.
addresses-still-open = { $file } är fortfarande öppen och har osparade ändringar. Spara den och öppna sedan { $other } med o.
addresses-no-rows = Filen har inga rader med personer.
addresses-row-lacking = Adress saknas. Skriv in en med Enter; Tab går till nästa rad utan adress.
addresses-kept = Personen har en annan adress som är verifierad. Den står kvar; adressen i filen hoppas över.
addresses-locked = Adressen är verifierad, så filen kan inte ändra den. Ta först bort kopplingen under Användare.
addresses-file-read-only = Filen är öppen bara för läsning: alla dess tecken går inte att skriva tillbaka som de var.
addresses-not-checked = Kontrollen pågår; försök igen om ett ögonblick.
addresses-none-lacking = Ingen rad saknar adress.
addresses-no-suggestion = Det finns inget förslag till den här raden.
addresses-take = { $key } tar det, { $all } i alla likadana
addresses-shifted = Cellerna har flyttats ett steg åt vänster, så att användar-id saknas.
addresses-repair = { $key } lagar nycklarna
addresses-typed-good = Adressen går att läsa in.
addresses-typed-nothing = Tomt: importen lämnar personen som den är.
addresses-empty-register = Registret är tomt, så bara adresserna kontrolleras, inte vem de hör till.
addresses-nothing-to-undo = Det finns inget att ångra.
addresses-nothing-to-redo = Det finns inget att göra om.
addresses-nothing-to-save = Inget har ändrats sedan filen sparades.
addresses-saving = Filen sparas.
addresses-saved = { $file } är sparad med { $n ->
    [one] { $n } ändring
   *[other] { $n } ändringar
}.
addresses-saved-template = Härnäst: ^N till steg 4, importmallen.
addresses-saved-import = Härnäst: tryck på 5 och läs in den.
addresses-saved-touched = Tryck nu på i.
addresses-save-lost = Det kom inget svar när filen skulle sparas. Försök igen.
addresses-unsaved = { $file } har { $n ->
    [one] { $n } osparad ändring
   *[other] { $n } osparade ändringar
}.
addresses-unsaved-typing = Adressen som du håller på att skriva står inte i tabellen än.
addresses-open-title = Öppna den exporterade filen
addresses-save-as-title = Spara under ett annat namn
addresses-elsewhere-title = Inte sparat
addresses-elsewhere = Dina ändringar finns kvar. Vill du spara dem under ett annat namn?
addresses-replace-title = Ersätt filen?
addresses-replace = { $file } finns redan. Vill du ersätta den?
addresses-discard-title = Osparade ändringar
addresses-discard = Det som inte är sparat försvinner om du fortsätter. Vill du fortsätta?
addresses-which-column = Vilken kolumn är { $field }?
addresses-which-encoding = Läs filen som
addresses-marked = Filen anger själv att den är { $encoding }.
addresses-doubt = Vilken läsning stämmer? (rad { $line })
addresses-quotes = Vill du öppna den med citattecken lästa som vanliga tecken?
addresses-quotes-title = Ett citattecken slutar aldrig

## Ändringar som inte hann sparas

journal-offer-title = Ändringar som inte hann sparas
journal-offer = Den { $when } slutade koppla innan { $n ->
    [one] { $n } ändring
   *[other] { $n } ändringar
} i { $file } hade sparats. Vill du ta tillbaka { $n ->
    [one] den
   *[other] dem
}?
journal-offer-typed = Den { $when } slutade koppla medan du skrev en adress.
journal-offer-changed = Filen har ändrats sedan dess. { $n ->
    [0] Ingen ändring passar längre
    [one] { $n } ändring passar fortfarande
   *[other] { $n } ändringar passar fortfarande
}; { $left ->
    [0] ingen gör det inte
    [one] { $left } gör det inte, för raden är borta eller cellen har fått ett annat innehåll
   *[other] { $left } gör det inte, för raderna är borta eller cellerna har fått ett annat innehåll
}.
journal-offer-draft = Du höll på att skriva: { $text }
journal-change = Rad { $line }: { $old } → { $new }
journal-empty = (tom)
journal-more = … och { $n } till
journal-key-take = ta tillbaka
journal-key-throw = kasta
journal-key-later = bestäm senare
journal-throw-title = Kasta ändringarna?
journal-throw = De går inte att få tillbaka sedan. Vill du kasta dem?
journal-taken = { $n ->
    [0] Du kan skriva vidare där du slutade.
    [one] { $n } ändring är tillbaka. Den är inte sparad än.
   *[other] { $n } ändringar är tillbaka. De är inte sparade än.
}
journal-taken-some = { $n ->
    [one] { $n } ändring är tillbaka
   *[other] { $n } ändringar är tillbaka
}; { $left } passade inte längre och är borta.
journal-undecided = Ändringar från förra gången väntar. Tryck på Enter och ta tillbaka eller kasta dem; till dess är filen skrivskyddad.
journal-in-use-title = Filen används
journal-in-use = Filen är redan öppen för ändring i en annan koppla. Här kan du bara läsa den. Stäng den andra och öppna filen igen, eller spara den under ett annat namn med w.
journal-in-use-locked = Filen är öppen för ändring i en annan koppla, så här kan du bara läsa den.
journal-none-title = Ändringarna säkras inte
journal-none = Du kan ändra i filen ändå, men om koppla avbryts försvinner det som inte är sparat. Spara ofta.
journal-newer = Ändringar från förra gången ligger i { $file }, men de skrevs av en nyare version av koppla.
journal-trouble = Ändringen står i tabellen men kunde inte säkras mot avbrott. Spara filen.

conflict-elsewhere = Spara under ett annat namn
conflict-overwrite = Skriv över filen på disken…
conflict-again = Skriv filen på nytt på samma plats
conflict-kept = Dina ändringar finns kvar. Vad vill du göra?
conflict-comparing = Filen på disken har ändrats. Den jämförs med din…
conflict-counts = På disken har { $changed ->
    [one] { $changed } rad
   *[other] { $changed } rader
} fått ett annat innehåll, { $added } tillkommit och { $removed } försvunnit.
conflict-both = { $n ->
    [0] Ingen av dem har du ändrat i.
    [one] I { $n } av dem har du också ändrat.
   *[other] I { $n } av dem har du också ändrat.
}
conflict-unknown = Det går inte att jämföra dem: filen på disken kan inte läsas som tabell.
conflict-overwrite-title = Skriv över?
conflict-overwrite-text = Det som någon annan har skrivit i { $file } går förlorat. Vill du skriva över filen?

### Adresstabellen: markera, filtrera, söka, sortera

addresses-key-mark = markera raden
addresses-key-mark-all = markera alla som visas, eller ingen av dem
addresses-key-mark-others = markera de andra i stället
addresses-key-mark-none = ta bort alla markeringar
addresses-none-marked = Ingen rad är markerad.
addresses-marked-rows = { $n ->
    [one] { $n } markerad
   *[other] { $n } markerade
}
addresses-key-take-all = ta förslaget för alla likadana
addresses-column-other = Kolumn { $n }
finding-key-up = sortera stigande, eller som i filen
finding-key-down = sortera fallande, eller som i filen
finding-key-line = gå till en rad
finding-filter-title = Visa
finding-all = alla
finding-changed = ändrade
finding-lacking = utan adress
finding-faults = med fel
finding-problems = med fel eller varning
finding-rejected-last = ej inlästa i senaste importen
finding-marked = markerade
finding-verified = verifierade
finding-text = rader som innehåller …
finding-text-title = Visa rader som innehåller
finding-text-label = Hela eller en del av ett namn, en nyckel eller en adress:
finding-with-text = ”{ $text }”
finding-filter = { $name } · Esc visar alla
finding-rows = { $shown } av { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}
finding-none-shown = Ingen rad passar filtret. Esc visar alla rader igen, & byter filter.
finding-works = letar … Esc avbryter
finding-search-label = Text i någon kolumn; stora och små bokstäver räknas lika:
finding-wrapped = Sökningen fortsatte från andra änden av tabellen.
finding-not-shown = ”{ $text }” finns inte bland de rader som visas. Esc visar alla rader.
finding-no-import = Filen har inte lästs in härifrån än, så inga rader är avvisade.
finding-line-title = Gå till rad
finding-line-label = Radens nummer i filen:
finding-line-wrong = Skriv ett radnummer med siffror.
finding-line-hidden = Rad { $line } visas inte med det här filtret. Esc visar alla rader.
finding-undone-hidden = Gjort på rad { $line }, som inte visas med det här filtret.
alike-title = Ta förslaget för alla likadana?
alike-domain = { $n ->
    [one] { $n } rad har
   *[other] { $n } rader har
} domänen { $from }. Förslaget är { $to }.
alike-rejected = { $n ->
    [one] { $n } rad med ett förslag avvisas
   *[other] { $n } rader med ett förslag avvisas
} av samma skäl: { $reason }.
alike-trimmed = { $n ->
    [one] { $n } adress har
   *[other] { $n } adresser har
} mellanslag i början eller slutet. Förslaget är adressen utan dem.
alike-normalised = { $n ->
    [one] { $n } adress har
   *[other] { $n } adresser har
} något omkring sig som inte hör till, till exempel ett namn. Förslaget är bara adressen.
alike-example = Rad { $line }: { $old } → { $new }
alike-more = … och { $n } till
alike-hidden = { $n ->
    [one] { $n } av dem visas inte
   *[other] { $n } av dem visas inte
} med det här filtret.
alike-ask = { $n ->
    [one] Vill du ändra den? Det går att ångra.
   *[other] Vill du ändra alla { $n }? Det går att ångra i ett steg.
}
alike-taken = { $n ->
    [one] { $n } adress ändrades.
   *[other] { $n } adresser ändrades. u ångrar alla på en gång.
}

### Fill, journal, repair

help-fill = Fyll i adresserna i en fil, eller laga dess nycklar
help-fill--examples =
    Fyller aldrig i för en verifierad adress eller en person med skyddade personuppgifter, och skriver över en adress
    som redan finns bara med --overwrite. Allt annat i filen står kvar exakt som det var. Finns det ett register ger det
    namn, vanliga e-postadresser och vilka som är verifierade eller skyddade.

    Mönster: {"{"}first{"}"} {"{"}last{"}"} för- och efternamn, {"{"}first1{"}"} det första av flera förnamn,
    {"{"}f{"}"} {"{"}l{"}"} initialer, {"{"}user_id{"}"} {"{"}number{"}"} nycklar. Namnar får 2, 3, … efter efternamnet.

    Exempel:
      koppla fill anstallda.csv --pattern "{"{"}first{"}"}.{"{"}last{"}"}@foretaget.se" --dry-run
      koppla fill anstallda.csv --from epostlista.xlsx --key number --output ifylld.csv
      koppla fill anstallda.csv --replace "@gamla[.]se$" "@foretaget.se"
      koppla fill anstallda.csv --paste kopierat.txt --line 2
      koppla fill anstallda.csv --repair-keys
help-fill--pattern = Bilda adresser av namn eller nycklar
help-fill--first-only = Ta bara det första av flera förnamn
help-fill--from = Hämta adresserna ur en lista: avgränsad text eller .xlsx
help-fill--key = Vad listan kopplas ihop med filen på
help-fill--from-email = Ta den vanliga e-postadressen
help-fill--replace = Sök ett reguljärt uttryck i adresserna och ersätt det; $1 är första gruppen
help-fill--paste = Fyll i det som kopierats ur ett kalkylprogram: en kolumn nedåt, eller nyckel och adress; - är standard in
help-fill--line = Raden i filen där den inklistrade kolumnen börjar
help-fill--repair-keys = Laga nycklar som ett kalkylprogram har förstört
help-fill--overwrite = Även där det redan finns en adress som inte är verifierad
help-fill--output = Fil att skriva i stället; - är standard ut
help-fill--force = Skriv över utfilen om den finns
usage-fill-output = Det som läses från standard in behöver --output
usage-regex = Det är inget reguljärt uttryck: { $why }
pattern-brace = Klammern på plats { $position } saknar sin motsvarighet.
pattern-unknown = { $name } finns inte. Det som finns är { $all }.
pattern-constant = Med det mönstret skulle alla få samma adress. Använd till exempel {"{"}first{"}"}.{"{"}last{"}"}.
pattern-in-domain = Efter @ behöver mönstret en fast domän.
pattern-not-plain = Ett mönster är en ren adress, som {"{"}first{"}"}.{"{"}last{"}"}@foretaget.se.
fill-not-selected = inte vald
fill-column-count = raden är för kort för att ha en adress
fill-protected = skyddade personuppgifter
fill-verified = verifierad
fill-has-address = har redan en adress
fill-no-name = namnet saknas
fill-no-name-of = { $what } saknas.
fill-not-latin = namnet kan inte skrivas i en adress
fill-not-latin-character = Tecknet { $character } i namnet kan inte skrivas i en adress.
fill-no-email = ingen vanlig e-postadress
fill-unmatched = inget hittades
fill-ambiguous = inte entydigt
fill-invalid = skulle inte bli en adress
fill-key-name = Hela namnet
fill-no-column = Ingen kolumn i filen känns igen som { $field }.
fill-no-column-cure = Ge filen en rubrikrad med det namnet.
fill-no-names = Varken filen eller ett register har namn.
fill-no-names-cure = Lägg till kolumnerna Förnamn och Efternamn, eller ange ett register med --register.
fill-no-emails = Varken filen eller ett register har vanliga e-postadresser.
fill-no-emails-cure = Lägg till kolumnen E-post, eller ange ett register med --register.
fill-list-without-key = Ingen kolumn i listan känns igen som { $key }.
fill-list-without-address = Ingen kolumn i listan känns igen som adresser.
fill-list-cure = Ge listan en rubrikrad, till exempel Anställningsnummer och E-post.
fill-totals = { $rows ->
    [one] { $rows } rad
   *[other] { $rows } rader
}: { $filled } ifyllda, { $left } lämnade
fill-repair-totals = { $rows ->
    [one] { $rows } rad
   *[other] { $rows } rader
}: { $n ->
    [one] { $n } nyckel lagad
   *[other] { $n } nycklar lagade
}
fill-change = rad { $line }, { $who }: { $old } → { $new }
fill-left-out = lämnade, { $reason }: { $n } [{ $code }]
fill-left-row = rad { $line }: { $reason }
fill-list-unmatched = Finns i listan men inte i filen:
fill-list-ambiguous = Finns i listan, men det är oklart vem som menas:
fill-list-row = listans rad { $line }: { $key }, { $address }
fill-list-row-lines = listans rad { $line }: { $key }, { $address } (i filen på rad { $lines })
fill-list-row-meant = listans rad { $line }: { $key }, { $address } (har Excel ändrat { $meant }?)
fill-with-register = Namn, verifierade adresser och skyddade personuppgifter hämtas ur registret { $path }.
fill-without-register = Det finns inget register { $path }: ingen är känd som verifierad.
fill-protection-unknown = För { $n ->
    [one] { $n } person
   *[other] { $n } personer
} säger varken filen eller ett register om personuppgifterna är skyddade. Kontrollera dem innan filen används.
fill-domain-not-allowed = Domänen { $domain } är inte tillåten; importen kommer att neka de här adresserna.
fill-confirm = Ändra { $n ->
    [one] { $n } cell
   *[other] { $n } celler
}?
fill-written = Skrivet till { $path }.
fill-joined-by = Kopplat ihop på { $key }.
fill-surplus = { $n ->
    [one] Ett inklistrat värde fick
   *[other] { $n } inklistrade värden fick
} ingen rad; raderna tog slut.

# Fylla i många celler: meny, formulär, förhandsvisning.
filling-key = fyll i
filling-key-short = fyll
filling-title = Fyll i
filling-way-pattern = Efter mönster, till exempel förnamn.efternamn
filling-way-list = Från en annan fil
filling-way-email = Från den vanliga e-postadressen
filling-way-replace = Sök och ersätt
filling-way-paste = Klistra in
filling-way-repair = Laga nycklar
filling-preview = Förhandsvisning
filling-paste-how = Kopiera en kolumn med adresser i kalkylprogrammet och klistra in den här (i de flesta terminaler med Ctrl+Skift+V eller höger musknapp). Adresserna hamnar nedåt från raden du står på. Kopierar du två kolumner, en nyckel och en adress, hamnar varje adress hos den person som nyckeln gäller. Det går lika bra att klistra in direkt i tabellen. Du ser alla ändringar innan något görs.
filling-damaged = { $n ->
    [one] På en rad
   *[other] På { $n } rader
} har ett kalkylprogram troligen ändrat nyckeln (inledande nollor, 1,23E+05). Tryck f och välj Laga nycklar.
filling-pattern = Mönster
filling-pattern-hint = {"{"}first{"}"} förnamn, {"{"}last{"}"} efternamn, {"{"}first1{"}"} första av flera förnamn, {"{"}f{"}"} {"{"}l{"}"} initialer, {"{"}user_id{"}"} {"{"}number{"}"} nycklar. Namnar får en siffra efter efternamnet.
filling-first = Bara första förnamnet
filling-first-hint = Anna Karin blir anna, inte anna-karin. Anna-Karin är ett enda namn.
filling-file = Fil
filling-file-hint = En lista med en nyckel och en adress per rad: csv, txt eller Excel (.xlsx). F3 bläddrar.
filling-file-needed = Välj en fil först.
filling-file-title = Hämta adresser ur
filling-join = Kopplas ihop på
filling-join-hint = ← → väljer. Anställningsnumret måste vara lika tecken för tecken, även inledande nollor.
filling-find = Sök
filling-find-hint = Ett reguljärt uttryck, till exempel @gamla[.]se$. En punkt utan hakparenteser är vilket tecken som helst.
filling-find-needed = Skriv vad som ska sökas.
filling-with = Ersätt med
filling-with-hint = Till exempel @foretaget.se. $1 är det som första parentesen i uttrycket fångade.
filling-marked = { $n ->
    [one] Bara den markerade raden
   *[other] Bara de { $n } markerade raderna
}
filling-shown = { $n ->
    [one] Bara raden som visas
   *[other] Bara de { $n } rader som visas
}
filling-chosen-hint = Av: alla rader i filen.
filling-overwrite = Även befintliga adresser
filling-overwrite-hint = Verifierade adresser och personer med skyddade personuppgifter lämnas alltid som de är.
filling-go = Visa ändringarna
filling-go-hint = Inget ändras än.
filling-key-preview = visa ändringarna
filling-key-browse = bläddra
filling-key-back = tillbaka
filling-key-apply = genomför
filling-key-overwrite = även befintliga
filling-key-chosen = alla/valda rader
filling-looking = Registret läses…
filling-domain-wanted = Skriv domänen efter @.
filling-examples = De första raderna
filling-nothing-found = Uttrycket träffar inget bland de första adresserna i filen.
filling-protection-unknown = Koppla vet inte vilka som har skyddade personuppgifter: filen har ingen kolumn för det, och det finns inget register. Gå igenom förslagen innan du genomför dem.
filling-by-pattern = Efter mönstret { $pattern }
filling-by-list = Från { $file }
filling-by-replace = ”{ $find }” blir ”{ $with }”
filling-only-marked = bara markerade
filling-only-shown = bara rader som visas
filling-also-existing = även befintliga adresser
filling-unsaved = Ändringarna i förhandsvisningen är inte genomförda än. Gå tillbaka till den och tryck på Enter för att genomföra dem.
filling-planning = Ändringarna räknas ut…
filling-changes = ändras
filling-namesakes = namnar
filling-unmatched = finns bara i listan
filling-ambiguous = oklart vem
filling-namesake = En namne har adressen utan siffra.
filling-column-key = Nyckel
filling-column-old = Nu
filling-column-new = Blir
filling-column-address = Adress
filling-list-line = Listans rad { $line }
filling-listed-meant = kan vara { $meant }, ändrat av Excel
filling-listed-lines = i filen på rad { $lines }
filling-search-label = Del av ett användar-id, ett namn eller en adress:
filling-nothing-title = Inget att ändra
filling-nothing = Inga rader ändras.
filling-done = { $n ->
    [one] En adress ifylld
   *[other] { $n } adresser ifyllda
}. u ångrar alltihop.
filling-repaired = { $n ->
    [one] En nyckel lagad
   *[other] { $n } nycklar lagade
}. u ångrar alltihop.


### koppla check och koppla open: en fil utan register

help-open = Öppna en fil som tabell, utan register
help-open--examples =
    Exempel:
      koppla open anstallda_epost.csv
      koppla open --domain foretaget.se anstallda_epost.csv
help-open--file = Filen att redigera
help-open--domains = Tillåten domän, en eller flera gånger (annars: registrets, om det finns ett)
help-check = Kontrollera en fil utan register: adresser, domäner, dubbletter och nycklar
help-check--examples =
    Exempel:
      koppla check --domain foretaget.se anstallda_epost.csv
      koppla check --delimiter semicolon --encoding windows-1252 lista.csv --json
    Slutar med 0 om inget hittades, 3 om något hittades, 4 om filen inte kan läsas som den är.
help-check--domains = Tillåten domän, en eller flera gånger (annars: registrets, om det finns ett)
help-check--columns = Filens kolumner, som fältkoder; - hoppar över en
check-clean = { $rows ->
    [one] { $rows } rad, inget att anmärka på.
   *[other] { $rows } rader, inget att anmärka på.
}
check-found = { $rows ->
    [one] { $rows } rad
   *[other] { $rows } rader
}, { $n ->
    [one] { $n } anmärkning.
   *[other] { $n } anmärkningar.
}
check-column-count = Raden har { $found } fält, men filen har { $expected } kolumner. Rätta till den avgränsare som saknas eller är för mycket.
check-domain = Domänen { $domain } är inte tillåten. Rätta adressen, eller ange också den domänen med --domain.
check-warning = Varning: { $sentence }
check-number-differs = Rad { $line } har samma användar-id men ett annat anställningsnummer. Har rader blandats ihop?
check-lost-zeros = { $field } är kortare än alla andra. Har Excel tagit bort nollor? Det borde vara { $meant }.
check-exponent = { $field } är skrivet som ett tal med exponent. Excel har gjort om det, och siffror är borta: hämta det ur exporten igen.
check-no-column-cure = Ge filen en rubrikrad med det namnet, eller ange kolumnerna med --columns (fältkoden är { $code }).
no-register-name = inget register
no-register-step = Filen är öppnad utan register, och då finns bara steg 3. Spara filen med ^S och läs in den där den hör hemma. För att arbeta med ett register: avsluta med ^Q och starta koppla utan filnamn.
no-register-saved-next = Läs nu in den där den hör hemma.
no-register-guide = Filen är öppnad utan register: ingen är känd som verifierad, och inget sparas utom själva filen.
no-register-error = Det här behöver ett register, och inget är öppnat.
no-register-cure = Avsluta med ^Q och starta koppla utan filnamn.
no-register-rows = Inget register är öppnat, så bara adresserna kontrolleras, inte vem de hör till.

### Loggen: filter, upprepning, gallring och varför körningar misslyckades

help-log--output = Skriv raderna som en CSV-fil
help-log--force = Skriv över filen om den finns
help-log--command = Skriv ut kommandot som gör samma sak som körningen, till exempel för cron
help-log--kind = Bara körningar av den här typen
help-log--status = Bara körningar som slutade så här
help-log--who = Bara körningar som startades av det här inloggningsnamnet eller från den här SSH-klienten
help-log--find = Bara körningar med det här i namn, mall eller fil
help-log--since = Bara körningar från och med den här dagen, till exempel 2026-01-31
help-log--until = Bara körningar till och med den här dagen
help-log--purge = Gallra raderna från gamla körningar; körningarna finns kvar med sina antal, och personernas historik finns kvar
help-log--older-than = Hur många dagar gamla, i stället för inställningen log-days
help-log--dry-run = Tala bara om hur många körningar som skulle gallras
usage-no-command = Det finns inget kommando som upprepar en ångring
cli-purge-never = Inställningen log-days gör att loggen sparas för alltid; inget har gallrats. Ange --older-than DAGAR om du vill gallra ändå.
cli-purge-would = Raderna från { $n ->
    [one] { $n } körning
   *[other] { $n } körningar
} skulle gallras.
cli-purged = Raderna från { $n ->
    [one] { $n } körning
   *[other] { $n } körningar
} har gallrats: { $rows ->
    [one] { $rows } rad.
   *[other] { $rows } rader.
}
cli-purge-busy = Registrets fil kunde inte skrivas om eftersom ett annat program använder den eller disken är full. Spår kan finnas kvar i dess oanvända delar till nästa gallring.
log-purged = Raderna gallrades { $at } eftersom de var gamla. Körningen kan inte längre ångras.
log-key-search = sök
log-key-repeat = upprepa
log-key-command = kopiera kommando
log-command-title = Kommando som gör samma sak
log-command-copied = Kommandot finns i urklipp, om din terminal tillåter det.
log-template-gone = { $kind }en ”{ $name }” finns inte längre, så körningen kan inte upprepas. Skapa mallen igen med samma namn, eller börja i stegets formulär.
log-search-label = Körningens nummer, eller en del av dess namn, mall eller fil:
log-not-found = ”{ $text }” finns inte i någon av körningarna.
log-filtered = { $filter }: { $shown } av { $all }
log-none-shown = Ingen körning stämmer. & ändrar filtret.
log-filter-title = Vilka körningar?
log-filter-all = alla
log-filter-period = Period
log-filter-text = Text
log-filter-text-hint = En del av namnet, mallen eller filen.
log-filter-choice-hint = Byt med ← och →. Enter går vidare.
log-filter-show = visa
log-filter-button = Visa dem
log-filter-clear = Visa alla
log-filter-key-enter = nästa, välj
log-filter-told = ”{ $text }”
log-period-all = hela loggen
log-period-today = i dag
log-period-yesterday = sedan i går
log-period-days = senaste { $n } dagarna
log-period-year = senaste året
log-column-started = Startad
log-column-kept = Behållna
rows-place = Rad { $line }, post { $record }
rows-reason = Orsak: { $why } [{ $code }]
run-copy = Kopia av filen: { $path }
import-as-then = Läs som då
import-as-then-hint = Filen lästes på ett annat sätt än mallen säger: { $how }.
cure-told-skip = { $n ->
    [0] ingen inledande rad hoppades över
    [one] { $n } inledande rad hoppades över
   *[other] { $n } inledande rader hoppades över
}
cure-told-columns = andra kolumner
cure-told-no-quotes = utan citattecken
result-failed = misslyckades. { $why }
result-cancelled = avbröts, inget lästes in
failure-delimiter-mismatch = Filen har en annan fältavgränsare än mallen
failure-heading-mismatch = Filen har andra rubriker än mallen
failure-skip-rows-wrong = Antalet inledande rader att hoppa över stämde inte
failure-encoding-doubtful = Filens teckenkodning gick inte att avgöra
failure-file-empty = Filen var tom
failure-file-binary = Filen var ingen textfil
failure-file-spreadsheet = Filen var en arbetsbok och inte CSV
failure-file-too-large = Filen var för stor
failure-file-changing = Filen höll fortfarande på att skrivas
failure-file-not-regular = Det var ingen vanlig fil
failure-quote-unclosed = Ett citattecken i filen stängdes aldrig
failure-template-incomplete = Mallen saknar ett obligatoriskt fält
failure-template-invalid = Mallen går inte att använda
failure-too-many-changes = Fler adresser skulle ha ändrats än vad som var tillåtet
failure-rows-rejected = Rader kunde inte läsas in, och allt eller inget var valt
failure-file-missing = Filen fanns inte
failure-file-unreadable = Filen gick inte att läsa
failure-file-not-writable = Filen gick inte att skriva
failure-directory-missing = Katalogen fanns inte
failure-disk-full = Disken var full
failure-write-failed = Filen kunde inte skrivas
failure-unencodable = Ett tecken finns inte i mallens teckenkodning
failure-store-full = Disken med registret var full
failure-conflict = Någon annan ändrade registret under tiden
failure-store-busy = Ett annat program höll registret upptaget
failure-store-failed = Registret gick inte att läsa eller skriva
failure-store-readonly = Registret är skrivskyddat
failure-store-damaged = Registret är skadat
failure-keys-invalid = Filen ”keys” bredvid registret innehåller inga nycklar
failure-setting-missing = En inställning saknas
failure-mail-unsecured = Förbindelsen till e-postservern är inte säkrad
failure-other = Det gick fel

# Sidorna
help-serve = Visa sidorna där var och en verifierar sin adress, och skicka det som står i kö
help-serve--examples =
    Sidorna nås på inställningen base-url, oftast genom en proxy som sköter https. Utkorgen skickas så länge
    programmet körs; avsluta med Ctrl-C eller SIGTERM.

    Exempel:
      koppla setting set base-url https://koppla.foretaget.se
      koppla setting set sender "HR <hr@foretaget.se>"
      koppla serve --listen 127.0.0.1:8080
help-serve--listen = Adress och port att lyssna på; port 0 tar en ledig
cli-serving = Sidorna visas på http://{ $listen }. Avsluta med Ctrl-C.
serve-listen-failed = Det går inte att lyssna på { $listen }: { $why }.
serve-listen-failed-cure = Välj en annan port med --listen, eller avsluta det program som använder den.
serve-plain = base-url är http, men { $listen } nås från andra datorer: lösenord skulle gå okrypterade över nätet.
serve-plain-cure = Lyssna på 127.0.0.1, eller sätt base-url till https och en proxy framför.
serve-system = Systemet nekade något som behövs för att visa sidor: { $why }.
serve-sending-again = Mejlen skickas igen.
web-language = Språk
web-confirm-title = Bekräfta din adress
web-confirm = Du har fått länken för att visa att adressen är din. Tryck på knappen, så blir din koppling aktiv och du kan logga in i Visma Connect med adressen.
web-confirm-unexpected = Väntade du dig inget sådant mejl? Stäng sidan. Så länge du inte trycker på knappen händer ingenting.
web-confirm-button = Bekräfta adressen
web-active-title = Din koppling är aktiv
web-verified = Adressen är verifierad. Nu kan du logga in i Visma Connect med den.
web-active = Du loggar in i Visma Connect med { $address }.
web-already-title = Adressen är redan verifierad
web-already = Din koppling är aktiv. Du behöver inte göra något mer.
web-gone-title = Länken gäller inte
web-gone = Den kan ha gått ut, ha ersatts av en nyare eller ha kommit med bara till hälften när den kopierades.
web-gone-ask = Begär en ny länk, så skickas den till den adress som är anmäld för dig.
web-gone-again = Har du ett användar-id och ett lösenord kan du logga in här och få en verifieringskod i stället. Annars ber du den som sköter användarna hos er om en ny länk.
web-gone-sign-in = Logga in
web-again-title = Begär en ny länk
web-again = Skriv ditt användar-id. En ny länk skickas till den adress som är anmäld för dig, aldrig till någon annan.
web-again-code = Har du ett lösenord kan du logga in och få en verifieringskod i stället.
web-again-button = Skicka en ny länk
web-again-done-title = Vi har tagit emot din begäran
web-again-done = Väntar din adress på att verifieras är en ny länk på väg dit. Titta i skräpposten om den dröjer.
web-again-none = Kommer ingen länk? Då kan adressen redan vara verifierad, eller så har du begärt länkar för tätt. Hör annars av dig till den som sköter användarna hos er.
web-sign-in-title = Logga in
web-sign-in = Här verifierar du din adress för Visma Connect. Användar-id och lösenord får du av den som sköter användarna hos er.
web-user-id = Användar-id
web-password = Lösenord
web-sign-in-button = Logga in
web-sign-in-refused = Det gick inte att logga in. Kontrollera användar-id och lösenord. Har du försökt många gånger får du vänta en kvart. Ett engångslösenord gäller bara en gång.
web-too-many = För många försök härifrån just nu. Vänta några minuter och försök igen.
web-choose-title = Välj ett eget lösenord
web-choose-one-time = Engångslösenordet är förbrukat. Välj ett eget, så kan du logga in igen om du behöver.
web-choose = Välj ett nytt lösenord.
web-choose-hint = Minst { $least } tecken. En mening som bara du kommer på är lätt att minnas och svår att gissa.
web-new-password = Nytt lösenord
web-new-password-again = Samma lösenord en gång till
web-choose-button = Spara lösenordet
web-password-length = Lösenordet ska ha mellan { $least } och { $most } tecken.
web-passwords-differ = Du skrev två olika lösenord. Skriv samma i båda fälten.
web-signed-in-as = Du är inloggad som { $who }.
web-sign-out = Logga ut
web-no-address-title = Du har ingen adress ännu
web-no-address = Det finns ingen adress för Visma Connect att verifiera. Hör av dig till den som sköter användarna hos er.
web-unverified-title = Verifiera din adress
web-unverified = Din adress för Visma Connect är { $address }. Vi skickar en verifieringskod dit; med den visar du att adressen är din.
web-unverified-wrong = Är adressen fel? Begär ingen kod, utan hör av dig till den som sköter användarna hos er.
web-send-code = Skicka verifieringskod
web-send-code-again = Skicka en ny kod
web-code-sent = En verifieringskod är på väg till { $address }. Den gäller i 15 minuter. Titta i skräpposten om den dröjer.
web-code = Verifieringskod
web-code-hint = Sex siffror ur mejlet
web-code-button = Verifiera
web-code-wrong = Koden stämmer inte. Du har { $left ->
    [one] { $left } försök
   *[other] { $left } försök
} kvar.
web-code-spent = Koden stämmer inte och har nu provats { $tries } gånger. Begär en ny.
web-code-none = Koden gäller inte längre. Begär en ny.
web-code-wait = En kod skickades alldeles nyss. Vänta en minut innan du begär en ny.
web-code-used-up = Du har begärt så många koder som går just nu. Nästa kan skickas { $until }.
web-code-undelivered = Det gick inte att leverera koden till adressen. Stämmer den?
web-locked-title = Verifieringen är låst
web-locked = För många felaktiga koder har skrivits in. Den som sköter användarna hos er kan låsa upp.
web-not-found-title = Sidan finns inte
web-not-found = Kontrollera adressen. Länken i mejlet måste vara med i sin helhet.
web-forbidden-title = Formuläret gäller inte längre
web-forbidden = Gå tillbaka, ladda om sidan och försök igen.
web-bad-request-title = Det gick inte att läsa
web-bad-request = Det som skickades gick inte att förstå. Gå tillbaka, ladda om sidan och försök igen.
web-failed-title = Något gick fel hos oss
web-failed = Det är inget du har gjort. Försök igen om en stund.

### Mejlen

letter-link-subject = Bekräfta din adress för Visma Connect
letter-link =
    Hej!

    Den här adressen är anmäld som din för att logga in i Visma Connect. Öppna länken och tryck på knappen för att bekräfta att den är din:

    { $url }

    Länken gäller till { $until } och kan användas en gång. Väntade du dig inte det här mejlet? Gör ingenting, så händer ingenting.
letter-code-subject = Din verifieringskod
letter-code =
    Hej!

    Din verifieringskod för Visma Connect är:

    { $code }

    Skriv in den på sidan där du begärde den. Koden gäller till klockan { $until }. Lämna den aldrig till någon annan; ingen har rätt att fråga efter den.
letter-test-subject = Provmejl från koppla
letter-test =
    Hej!

    Det här är ett provmejl. Når det dig kan koppla skicka verifieringslänkar och koder.
error-mail-unsecured = Mejlen skulle gå okrypterade till { $host }. Så får det bara vara till den egna datorn.
error-mail-unsecured-cure = Sätt inställningen smtp-security till starttls eller tls.
error-mail-invalid = Ett mejl går inte att göra av det: något innehåller ett styrtecken.

### Verifiering med kommandon

help-any--person = Bara den här personen (användar-id eller anställningsnummer); kan anges flera gånger
help-any--mailing = Utskickets nummer, som ”koppla verify status” visar det
help-any--queue-only = Ställ mejlen i kö utan att skicka dem; ”koppla serve” eller --waiting skickar dem
help-person-unlink = Ta bort en persons koppling: adressen står kvar, overifierad
help-person-unlink--examples =
    Länkar och koder som skickats till adressen slutar gälla.

    Exempel:
      koppla person unlink anna.a
help-person-set-password = Dela ut engångslösenord för att logga in och verifiera sig
help-person-set-password--examples =
    Ett lösenord visas en gång och sparas ingenstans. Med --output hamnar lösenorden i en ny fil som bara du
    kan läsa.

    Exempel:
      koppla person set-password anna.a
      koppla person set-password --only unverified --output losenord.csv
help-person-set-password--id = Användar-id:n eller anställningsnummer
help-person-set-password--force = Skriv över filen om den finns; den blir läsbar bara för dig
help-person-list--force = Skriv över filen om den finns
help-person-set-password--output = Fil att skapa, med användar-id, namn och lösenord
help-verify = Verifiera konton: skicka länkar, se utkorgen, läs det som kom i retur
help-verify-status = Visa vad som väntar på att skickas, vad som skickats, och utskicken
help-verify-send = Skicka verifieringslänkar
help-verify-send--examples =
    De som inte ska få någon länk räknas upp med orsaken. Mejlen skickas tills kön är tom; Ctrl-C avbryter
    efter det mejl som just skickas, och resten väntar kvar. Att ett mejl är skickat betyder att e-postservern
    tog emot det. Slutkod 3: några mejl avvisades eller kan ha skickats.

    Exempel:
      koppla verify send --dry-run
      koppla verify send --only expired --not-within 7
      koppla verify send --person anna.a --person bo.b
      koppla verify send --failed --dry-run
      koppla verify send --unverified-after 7
      koppla verify send --waiting
help-verify-send--only = Vilka personer, när inga anges
help-verify-send--include-protected = Även personer med skyddade personuppgifter
help-verify-send--not-within = Ingen som fått en länk de senaste så många dagarna; 0 tar med alla
help-verify-send--waiting = Ställ inget nytt i kö, skicka bara det som väntar
help-verify-pause = Pausa utskicken; koder som någon väntar på skickas ändå
help-verify-resume = Avsluta en paus
help-verify-resume--examples =
    Det som väntar skickas av ”koppla serve” eller ”koppla verify send --waiting”.

    Exempel:
      koppla verify resume
help-verify-cancel = Ställ in det av ett utskick som inte har skickats
help-verify-cancel--examples =
    Exempel:
      koppla verify cancel 3
help-verify-resend = Skicka igen till dem vars länk i ett utskick avvisades
help-verify-resend--examples =
    Exempel:
      koppla verify resend 3 --dry-run
help-verify-resend--include-unknown = Även till dem vars mejl kanske skickades; de kan få två
help-verify-unlock = Låt en person försöka igen som spärrats efter för många felaktiga koder eller lösenord
help-verify-unlock--examples =
    Exempel:
      koppla verify unlock anna.a
help-verify-domain = Verifiera adresserna under era egna domäner utan mejl
help-verify-domain--examples =
    Domänerna är de i inställningen verified-domains, som är tom från början. Ange bara domäner som er
    organisation äger.

    Exempel:
      koppla setting set verified-domains foretaget.se
      koppla verify domain --dry-run
help-verify-domain--only = Vilka personer, när inga anges
help-verify-import-bounces = Läs leveransrapporter ur en katalog och notera vilkas mejl som kom i retur
help-verify-import-bounces--examples =
    Varje fil är ett mejl; även new och cur i en maildir läses. Den vars mejl kom i retur får inget nytt förrän
    adressen ändras.

    Exempel:
      koppla verify import-bounces ~/Maildir/.Studsar
help-verify-import-bounces--directory = Katalog med mejl
help-verify-test-mail = Skicka ett provmejl för att se om mejlen går fram
help-verify-test-mail--examples =
    Exempel:
      koppla verify test-mail jag@foretaget.se
help-verify-test-mail--address = Till vem
cli-setting-in-config = Konfigurationsfilen anger också { $key }, och det är den som gäller.
cli-person-unlink = Ta bort kopplingen för { $who }?
cli-person-unlinked = Kopplingen för { $who } är borttagen; adressen står kvar, overifierad.
cli-person-not-linked = { $who } har ingen koppling; inget ändrades.
cli-password-confirm = { $n } personer får ett nytt engångslösenord i stället för det lösenord de har. Fortsätta?
cli-passwords-issued = { $n ->
    [one] Ett engångslösenord har delats ut. Det visas inte igen.
   *[other] { $n } engångslösenord har delats ut. De visas inte igen.
}
cli-passwords-written = { $n ->
    [one] Ett engångslösenord har delats ut och finns i { $path }. Ta bort filen när det har lämnats över.
   *[other] { $n } engångslösenord har delats ut och finns i { $path }. Ta bort filen när de har lämnats över.
}
cli-password-no-user-id = { $who } har inget användar-id och fick inget lösenord.
cli-verify-recipients = { $n ->
    [0] Ingen får någon länk.
    [one] En person får en länk.
   *[other] { $n } personer får en länk.
}
cli-verify-finish = Beräknas vara klart { $at }.
cli-verify-confirm = { $n ->
    [one] Skicka en länk till en person?
   *[other] Skicka en länk till { $n } personer?
}
cli-verify-queued = { $n ->
    [one] En länk står i kö som utskick { $mailing }.
   *[other] { $n } länkar står i kö som utskick { $mailing }.
}
cli-verify-progress = { $done } av { $total }
cli-verify-paused = Utskicken är pausade. Koder som någon väntar på skickas ändå.
cli-verify-resumed = Inget är pausat. ”koppla verify send --waiting” skickar det som väntar, om inte ”koppla serve” gör det.
cli-verify-cancel = Ställa in det av utskick { $mailing } som inte har skickats?
cli-verify-cancelled = { $n ->
    [0] Det fanns inget kvar att ställa in.
    [one] En länk ställdes in.
   *[other] { $n } länkar ställdes in.
}
cli-verify-unlocked = { $who } kan försöka igen.
cli-verify-not-locked = { $who } var inte spärrad.
cli-verify-domain-confirm = { $n ->
    [one] Verifiera en adress utan mejl?
   *[other] Verifiera { $n } adresser utan mejl?
}
cli-verify-domain-done = { $n ->
    [0] Ingen adress verifierades.
    [one] En adress verifierades.
   *[other] { $n } adresser verifierades.
}
cli-verify-links = Länkar: { $counts }
cli-verify-codes = Koder: { $counts }
cli-verify-worker = Skickas av { $who }, senaste livstecken { $at }
cli-verify-mailing = Utskick { $mailing }, { $at }, { $who }: { $n ->
    [one] { $n } länk
   *[other] { $n } länkar
} – { $counts }
cli-bounces-done = { $files ->
    [one] { $files } fil
   *[other] { $files } filer
} lästes, { $bounced ->
    [0] inget mejl kom i retur
    [one] mejl till en person kom i retur
   *[other] mejl till { $bounced } personer kom i retur
}.
cli-bounces-unknown = { $path }: ett mejl som registret inte känner till kom i retur.
cli-bounces-not-failed = { $n ->
    [one] En rapport säger att ett mejl är försenat eller har kommit fram.
   *[other] { $n } rapporter säger att ett mejl är försenat eller har kommit fram.
}
cli-bounces-no-report = { $n ->
    [one] En fil är ingen leveransrapport.
   *[other] { $n } filer är inga leveransrapporter.
}

### Verifiering: var mejlen är och varför inget skickas

outbox-queued = väntar
outbox-sending = skickas just nu
outbox-deferred = får ett nytt försök senare
outbox-accepted = har skickats
outbox-bounced = kom i retur
outbox-rejected = avvisades av e-postservern
outbox-unknown = kan ha skickats
outbox-cancelled = skickas aldrig
outbox-none = inga
way-server = Mejlen går till e-postservern { $host }:{ $port }.
way-directory = Ingen e-postserver är inställd; mejlen skrivs till { $path }.
outbox-pause-administrator = { $who } pausade utskicken { $at }.
outbox-pause-trouble = Utskicken är pausade: { $why }.
outbox-pause-until = Utskicket fortsätter av sig självt { $at }.
outbox-pause-until-resumed = Utskicket fortsätter när du avslutar pausen (”koppla verify resume”).
outbox-fault = Sändningen avbröts { $at }. { $why }. När felet är åtgärdat fortsätter ”koppla serve” av sig självt; annars gör ”koppla verify send --waiting” det.
trouble-reply = Den svarade { $reply }.
ended-empty = Inget är kvar att skicka.
ended-stopped = Avbrutet. { $n ->
    [one] Ett mejl väntar.
   *[other] { $n } mejl väntar.
} ”koppla verify send --waiting” fortsätter.
ended-later = { $n ->
    [one] Ett mejl skickas
   *[other] { $n } mejl skickas
} senare, nästa { $at }. Det gör ”koppla serve”, eller ”koppla verify send --waiting”.
ended-elsewhere = Ett annat program skickar registrets mejl.
ended-waiting = { $n ->
    [one] Ett mejl väntar.
   *[other] { $n } mejl väntar.
}
test-mail-written = Provmejlet ligger i { $path }.
test-mail-accepted = E-postservern tog emot provmejlet. Se efter om det kommer fram.

### Användare

users-title = Användare
users-key-open = öppna personen
users-key-verify = verifiera konton
users-key-search = sök
users-key-mark = markera
users-key-pause = pausa
users-key-again = skicka igen
users-key-resume = skicka vidare
users-key-cancel = avbryt utskicket
users-key-write = skriv till fil
users-key-add = lägg till en person
users-key-load = läs in en personfil
users-key-domains = verifiera adresser under egna domäner
users-key-up = sortera stigande, eller som i registret
users-key-down = sortera fallande, eller som i registret
users-key-mark-all = markera alla som visas
users-key-mark-none = ta bort alla markeringar
users-key-back = tillbaka
users-filter-title = Visa
users-search-title = Sök
users-search-label = En del av användar-id, nummer, namn eller adress (tomt visar alla):
users-column-number = Anst.nr
users-column-name = Namn
users-column-state = Koppling
users-inactive = inaktiv
users-protected = skyddad
users-shown =
    { $persons ->
        [one] { $shown } av 1 person
       *[other] { $shown } av { $persons } personer
    }
users-holding = innehåller ”{ $text }”
users-marked =
    { $n ->
        [one] 1 markerad
       *[other] { $n } markerade
    }
users-reading = Läser registret
users-nobody = Registret är tomt. Tryck i för att läsa in en personfil, eller a för att lägga till en person.
users-none = Ingen här just nu. Esc visar alla.
users-login = v skickar verifieringslänkar till dem som visas eller är markerade.
users-sent = { $sent } verifieringslänkar är skickade; inga mejl väntar. v skickar till dem som visas eller är markerade, R skickar igen.
users-preparing = Bytet förbereds: var och en loggar in på sidan och ber om en verifieringskod. Inga länkar skickas härifrån; w skriver listan och instruktionen.
users-preparing-explain =
    Ni förbereder ett byte av inloggning. Då skickas inga verifieringslänkar. Var och en loggar in på sidan med användar-id och lösenord och ber om en verifieringskod.

    Här ser du vilka som är klara. Tryck & för att visa de overifierade, och w för att skriva en lista, en instruktion till var och en eller nya engångslösenord.

    Läget ändras under Säkerhet › Verifiering.
users-sending =
    { $live ->
        [one] Utskick: { $sent } skickade, 1 väntar. Klart omkring { $at }.
       *[other] Utskick: { $sent } skickade, { $live } väntar. Klart omkring { $at }.
    }
users-paused =
    { $live ->
        [one] Utskicket är pausat: { $why }. { $sent } skickade, 1 väntar. r skickar vidare.
       *[other] Utskicket är pausat: { $why }. { $sent } skickade, { $live } väntar. r skickar vidare.
    }
users-fault = Sändningen avbröts { $at }. { $why }. r skickar vidare när felet är åtgärdat.
users-waiting =
    { $live ->
        [one] 1 mejl väntar på att skickas, { $sent } är skickade. r skickar vidare.
       *[other] { $live } mejl väntar på att skickas, { $sent } är skickade. r skickar vidare.
    }
users-failed = Avvisade av e-postservern: { $rejected }. Kan ha skickats: { $unknown }. R skickar igen.
users-where-directory = Mejlen skrivs som filer i { $path }
users-cancel-title = Avbryt utskicket
users-cancel =
    { $n ->
        [one] 1 mejl som inte har skickats än skickas då aldrig. Ska utskicket avbrytas?
       *[other] { $n } mejl som inte har skickats än skickas då aldrig. Ska utskicket avbrytas?
    }
users-cancelled =
    { $n ->
        [one] Utskicket är avbrutet: 1 mejl skickas inte.
       *[other] Utskicket är avbrutet: { $n } mejl skickas inte.
    }
users-domains =
    { $n ->
        [one] Adressen verifieras utan mejl om den ligger under en domän som ni äger. Ska personen verifieras?
       *[other] Av dessa { $n } personer verifieras de utan mejl vars adress ligger under en domän som ni äger. Ska de verifieras?
    }
users-domains-done =
    { $n ->
        [one] 1 adress är verifierad.
       *[other] { $n } adresser är verifierade.
    }
users-write-title = Skriv till fil (CSV)
users-write-list = lista över dem som visas eller är markerade
users-write-sheet = instruktion till var och en (koppling av utskrift)
users-write-passwords = nya engångslösenord (bara du kan läsa filen)
users-file-list = anvandare-{ $date }.csv
users-file-sheet = instruktion-{ $date }.csv
users-file-passwords = engangslosenord-{ $date }.csv
users-sheet-url = Sida
users-sheet-text = Instruktion
users-sheet-words = Gå till { $url } och logga in med användar-id { $user }. Begär en verifieringskod; den kommer till { $address }. Skriv in koden på sidan, så är kopplingen klar.
users-password = Engångslösenord
users-passwords-title = Nya engångslösenord
users-passwords =
    { $n ->
        [one] 1 av { $of } får ett nytt engångslösenord, och det gamla lösenordet slutar gälla.
       *[other] { $n } av { $of } får ett nytt engångslösenord, och deras gamla lösenord slutar gälla.
    } Utan blir den som är verifierad eller inaktiv, saknar adress eller användar-id, eller har skyddade personuppgifter. Ska det göras?
users-passwords-nobody = Ingen av dem ska ha ett engångslösenord: det får bara den som är aktiv, har användar-id och en adress som inte är verifierad, och inte har skyddade personuppgifter.
group-all = Alla
group-lacking = Saknar adress
group-unverified = Overifierade
group-sent = Länk eller kod skickad
group-expired = Länk eller kod utgången
group-verified = Verifierade
group-bounced = Mejlet kom i retur
group-inactive = Inaktiva
group-outside = Utanför tillåtna domäner
state-bounced = i retur
pause-by = { $who } har pausat
pause-administrator = pausat för hand
pause-connection = e-postservern går inte att nå, eller så går förbindelsen inte att säkra
pause-sign-in = e-postservern godtar inte användarnamn och lösenord
pause-sender = e-postservern tar inte emot mejl från avsändaren
pause-local = mejlen går inte att skapa eller skriva på den här datorn; loggfilen säger varför
left-no-address = saknar adress
left-verified = redan verifierad
left-inactive = inaktiv
left-protected = skyddade personuppgifter
left-outside-domains = utanför tillåtna domäner
left-bounced = mejlet kom i retur
left-may-have-been-sent = länken kan ha skickats
left-on-its-way = länk är på väg
left-sent-recently = fick nyligen en länk
send-link = länk
send-code = kod
send-earlier-address = till en tidigare adress
send-line = { $when }  { $what }: { $state }
send-until = { $when }  { $what }: { $state }, gäller till { $at }
send-used = { $when }  { $what }: { $state }, använd { $at }
mailing-title = Verifiera konton
mailing-key-send = skicka
mailing-key-days = dagar sedan förra länken
mailing-key-protected = ta med skyddade
mailing-key-back = avbryt
mailing-planning = Räknar
mailing-recipients =
    { $n ->
        [0] Ingen får en verifieringslänk.
        [one] 1 person får en verifieringslänk.
       *[other] { $n } personer får en verifieringslänk.
    }
mailing-setting-missing = ”{ $name }” är inte ifyllt under Säkerhet › Verifiering. Vill du fylla i det nu?
mailing-as-files = Ingen e-postserver är inställd: mejlen skrivs som filer i { $path }
mailing-finish = Allt är skickat omkring { $at }, om du börjar nu.
mailing-days =
    { $n ->
        [one] Den som fick en länk det senaste dygnet får ingen ny.
       *[other] Den som fick en länk de senaste { $n } dagarna får ingen ny.
    }
mailing-days-none = Även den som nyss fick en länk får en ny.
mailing-days-label = Skicka inte till den som fick en länk de senaste så många dagarna (0 = skicka till alla):
mailing-days-wrong = Skriv ett antal dagar från 0 till 366.
mailing-protected = Personer med skyddade personuppgifter är med.
mailing-left-out = Får ingen: { $list }
mailing-nobody = Ingen av personerna kan få en länk. Orsaken står vid var och en.
mailing-confirm =
    { $n ->
        [one] 1 verifieringslänk skickas. Det går inte att ta tillbaka. Klart omkring { $at }.
       *[other] { $n } verifieringslänkar skickas. Ett skickat mejl går inte att ta tillbaka. Klart omkring { $at }.
    }
mailing-begun =
    { $n ->
        [one] 1 mejl ligger i kön.
       *[other] { $n } mejl ligger i kön.
    }

### Användare: skicka igen

again-title = Skicka igen
again-failed = avvisade länkar ({ $rejected }) och osäkra ({ $unknown })
again-reminded = påminn dem som fått en länk men inte verifierat
again-about-failed = Till dem vars senaste länk avvisades av e-postservern.
again-about-unknown = Även till dem vars länk kan ha skickats; de kan få två.
again-about-reminded =
    { $n ->
        [0] Till dem som har fått en länk men inte verifierat sig.
        [one] Till dem som fick sin senaste länk för mer än ett dygn sedan och inte har verifierat sig.
       *[other] Till dem som fick sin senaste länk för mer än { $n } dagar sedan och inte har verifierat sig.
    }
again-nobody = Det finns ingen att skicka igen till bland dem som visas eller är markerade.
again-key-unknown = även osäkra
help-verify-send--failed = Skicka igen till dem vars senaste länk avvisades av e-postservern
help-verify-send--include-unknown = Med --failed: även till dem vars länk kan ha skickats; de kan få två
help-verify-send--unverified-after = Påminn dem som fått en länk men inte verifierat sig inom så många dagar

### En person

card-key-edit = ändra
card-key-verify = verifiera konto
card-key-unlink = ta bort koppling
card-key-clear = töm adressen
card-key-password = engångslösenord
card-key-unlock = lås upp
card-key-remove = radera personen
card-bounced = Ett mejl till adressen kom i retur. Den får inget nytt mejl förrän den ändras.
card-locked = Låst efter för många misslyckade försök. u låser upp.
card-sends = Mejl
card-unlink-title = Ta bort koppling
card-unlink = { $who } kan då inte längre logga in med { $address }. Adressen blir kvar, overifierad. Ska kopplingen tas bort?
card-unlinked = Kopplingen är borttagen; adressen är overifierad.
card-clear-title = Töm adressen
card-clear = { $address } tas bort från { $who }, och länkar som har skickats slutar gälla. Ska adressen tömmas?
card-cleared = Adressen är tömd.
card-password-title = Engångslösenord
card-password = { $who } får ett nytt engångslösenord, och det gamla lösenordet slutar gälla. Ska det göras?
card-password-shown =
    Engångslösenord för { $who }:

    { $password }

    Det visas bara nu. Lämna det till personen, som väljer ett eget vid första inloggningen.
card-remove-title = Radera personen
card-remove = { $who } raderas ur registret och ur loggarna. Det går inte att ångra. Ska personen raderas?
card-removing = Raderar { $who } ur registret och ur loggarna …
card-removed = { $who } är raderad.
card-unlocked = Personen kan försöka igen.
person-key-save = spara
person-key-back = tillbaka utan att spara
person-new = Ny
person-save = Spara
person-verified-hint = { $address } är verifierad. Ta bort kopplingen på personens kort för att ändra adressen.
person-leave-title = Osparat
person-leave = Det du har ändrat är inte sparat. Ska det kastas?
person-unsaved = Ändringarna av en person är inte sparade.

### Säkerhet › Verifiering

settings-title = Verifiering
settings-key-back = tillbaka
settings-mode = Verifiering sker
settings-mode-login = med länkar som skickas ut
settings-mode-preparing = med koder, inför ett byte
settings-mode-hint = Länkar när Visma Connect redan används för inloggning. Koder när ni förbereder ett byte: var och en loggar in och ber om en kod.
settings-domains = Egna domäner
settings-domains-hint = Domäner som ni bevisligen äger, med mellanslag emellan. Adresser under dem kan verifieras utan mejl: D i Användare. Tomt: inga.
settings-url = Sidans adress
settings-url-hint = Där sidorna nås, till exempel https://koppla.foretaget.example. Länkarna i mejlen leder dit.
settings-sender = Avsändare
settings-sender-hint = Till exempel Personalavdelningen <personal@foretaget.example>
settings-lifetime = Länken gäller
settings-lifetime-hint = Dagar räknat med dagen då den skickas, som 5d, eller timmar, som 24h.
settings-per-minute = Mejl i minuten
settings-per-minute-hint = Så många mejl skickas högst i minuten.
settings-per-day = Mejl om dagen
settings-per-day-hint = Så många mejl skickas högst om dagen; 0 är obegränsat.
settings-host = Mejlserver
settings-host-hint = Serverns namn. Tomt: mejlen skrivs som filer i en katalog.
settings-port = Port
settings-port-hint = 587 för STARTTLS, 465 för TLS.
settings-security = Kryptering
settings-security-none = ingen (bara den egna datorn)
settings-security-hint = Mejl skickas bara krypterat, utom till den egna datorn.
settings-user = Användare på servern
settings-user-hint = Tomt: ingen inloggning.
settings-password = Lösenordsfil
settings-password-hint = En fil vars första rad är lösenordet. Lösenordet självt sparas aldrig i registret; miljövariabeln KOPPLA_SMTP_PASSWORD går före.
settings-directory = Katalog för mejl
settings-directory-hint = Används när ingen e-postserver är inställd. Tomt: mails bredvid registret.
settings-from-file = { $value } (från konfigurationsfilen)
settings-takes = Skriv { $takes }
settings-takes-or = eller
settings-saved = Inställningarna är sparade.
settings-unsaved = Inställningarna är inte sparade.
settings-key-open = verifiering och mejl
settings-key-test = provmejl
settings-test-title = Provmejl
settings-test-label = Till adressen:
settings-test-sent = Provmejlet är lämnat till e-postservern.
settings-test-written = Provmejlet är skrivet i { $path }
settings-test-failed = Provmejlet gick inte fram: { $why }.
settings-test-unsaved = Spara inställningarna först.
settings-test-later = e-postservern ber om att få det senare
settings-test-refused = e-postservern avvisar mottagaren
settings-test-unknown = anslutningen bröts när mejlet var på väg
