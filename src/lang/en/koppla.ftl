# What the program is called and says of itself.
app-name = koppla
app-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}

### tui core

tui-too-small = koppla needs a larger window: at least { $columns } columns and { $lines } lines.
tui-paste-too-large = The pasted text is too large and was left out. Open it as a file instead.
tui-how-to-quit = ^Q quits koppla.
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
tui-yes = Yes
tui-no = No
tui-confirm = confirm
tui-cancel = cancel
tui-close = close
tui-choose = choose
tui-open = open
tui-save-here = save under this name
tui-complete = complete
tui-error-title = Something went wrong
tui-menu-title = Go to
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
