//! The log, the rows of a run, undoing it, and the notifications.

pub(super) const LOOKS: &str = "
log | imported | m o | log
log-filter | imported | m o & | log.filter
log-search | imported | m o / | log.search
run-rows | imported | m o Enter | run_rows | 855
rows-filter | imported | m o Enter ?855 & | rows.filter
rows-search | imported | m o Enter ?855 / | rows.search
run-rows-warnings | imported | m o Enter ?855 Right | run_rows
run-rows-all | imported | m o Enter ?855 Right Right | run_rows
row-rejected | imported | m o Enter ?855 Space | tui.message
correcting-file | imported* anstallda_epost.csv | !gone m o Enter ?855 e | correcting.file | register.db
undo | imported | m o Enter ?855 u | undo | 855
undo-number | imported | m o Enter ?855 u =undo ?855 u | undo.apply
undo-stop | imported* | m o Enter ?855 u =undo ?855 u =undo.apply '855 Enter Esc | undo.stop
message-undo-none-title | imported* | !person:bjorn.b=address m o Enter ?855 u =undo ?854 u =undo.apply '854 Enter =run_rows Esc =run_rows u =undo ?✗ u | tui.message
saving-path | imported | m o Enter ?855 w | saving.path
saving-path-none | imported | m o Enter ?855 w ^U Enter | saving.path
saving-replace | imported | m o Enter ?855 w ^U '{d}/anstallda_epost.csv Enter | saving.replace
message-log-command-title | imported | m o c | tui.message
notifications | imported | m ! | notifications
log-template-inactive | imported* | !inactive m o r | tui.message
";

#[test]
fn pictures_of_log() {
    super::look_at(LOOKS);
}
