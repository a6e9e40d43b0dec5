# What the program is called and says of itself.
app-name = koppla
app-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
