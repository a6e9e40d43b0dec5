//! Steps 1 and 4: templates.

pub(super) const LOOKS: &str = "
templates-export-new | new | 1 | templates.export
templates-export | templates | 1 | templates.export
templates-import-new | new | 4 | templates.import
templates-import | templates | 4 | templates.import
templates-import-two | two | 4 | templates.import
template-field | templates | 1 S-Tab + | templates.field
template-remove | templates | 1 d | templates.remove
template-leave | two | 1 Tab 'x Tab n | templates.leave
template-from | two | 4 f | templates.from
template-conflict | templates* | 1 Tab Down Right !template ^S | templates.conflict
template-name-taken | two | 1 Tab ^U 'Lön | templates.export
message-tpl-no-export-title | new | 4 f | tui.message
";

#[test]
fn pictures_of_templates() {
    super::look_at(LOOKS);
}
