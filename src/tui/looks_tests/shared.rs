//! What stands over every screen, and the guide.

pub(super) const LOOKS: &str = "
guide-new | new | | guide
guide-imported | imported | | guide
help | templates | 1 F1 | tui.help
palette | new | : | tui.palette
menu | new | m | tui.menu
overview | new | m t | tui.overview
about | new | m b | about
step-missing | new | 2 | tui.message
leave | new | 1 S-Tab d Esc | tui.leave
";

#[test]
fn pictures_of_shared() {
    super::look_at(LOOKS);
}
