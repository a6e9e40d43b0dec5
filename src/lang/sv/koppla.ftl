# Vad programmet heter och säger om sig självt.
app-name = koppla
app-rows = { $n ->
    [one] { $n } rad
   *[other] { $n } rader
}
