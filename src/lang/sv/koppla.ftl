# Vad programmet heter och säger om sig självt.
app-name = koppla
app-rows = { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}

### tui core

tui-too-small = koppla behöver ett större fönster: minst { $columns } kolumner och { $lines } rader.
tui-paste-too-large = Texten du klistrade in är för stor och togs inte med. Öppna den som en fil i stället.
tui-how-to-quit = Avsluta koppla med ^Q.
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
tui-yes = Ja
tui-no = Nej
tui-confirm = bekräfta
tui-cancel = avbryt
tui-close = stäng
tui-choose = välj
tui-open = öppna
tui-save-here = spara med det här namnet
tui-complete = fyll i resten
tui-error-title = Något gick fel
tui-menu-title = Gå till
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
