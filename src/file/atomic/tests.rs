//! Nothing is lost and nothing half written, whatever is in the way; and what was left behind goes.

use std::ffi::OsStr;
use std::fs;
use std::time::Duration;

use super::leftovers::{LEFT_AFTER, is_temporary};
use super::*;

fn save(path: &Path, text: &str, options: WriteOptions) -> Result<Stamp, FileError> {
    write_atomic(path, |out| out.write_all(text.as_bytes()), options)
}

fn code(result: Result<Stamp, FileError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "written")
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

#[test]
fn a_new_file_is_private_and_an_old_one_keeps_its_mode() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("å b.csv");
    let stamp = save(&path, "ett", WriteOptions::NEW).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(Stamp::now(&path).unwrap(), stamp);
    fs::set_permissions(&path, Permissions::from_mode(0o664)).unwrap();
    save(&path, "två", WriteOptions::REPLACE).unwrap();
    assert_eq!(
        (mode(&path), fs::read_to_string(&path).unwrap()),
        (0o664, "två".into())
    );
    assert_eq!(names(directory.path()), ["å b.csv"]);
}

#[test]
fn what_is_private_stays_so_in_the_place_of_a_file_that_everybody_could_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("passwords.csv");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    let refused = save(&path, "new", WriteOptions::private(false));
    assert_eq!((code(refused), mode(&path)), ("file_exists", 0o644));
    save(&path, "new", WriteOptions::private(true)).unwrap();
    assert_eq!(
        (mode(&path), fs::read_to_string(&path).unwrap()),
        (0o600, "new".into())
    );
}

#[test]
fn an_existing_file_stays_unless_overwriting_is_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f");
    fs::write(&path, "old").unwrap();
    assert_eq!(code(save(&path, "new", WriteOptions::NEW)), "file_exists");
    // Also when it appears while the new one is being written.
    let late = directory.path().join("late");
    let result = write_atomic(&late, |_| fs::write(&late, "other"), WriteOptions::NEW);
    assert_eq!(code(result), "file_exists");
    assert_eq!(fs::read_to_string(&late).unwrap(), "other");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names(directory.path()), ["f", "late"]);
}

#[test]
fn a_file_that_somebody_else_changed_or_removed_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f");
    fs::write(&path, "old").unwrap();
    let options = WriteOptions::unless_changed(Stamp::now(&path).unwrap());
    let stamp = save(&path, "mine", options).unwrap();
    let options = WriteOptions::unless_changed(stamp);
    fs::write(&path, "theirs").unwrap();
    assert_eq!(code(save(&path, "mine", options)), "file_changed");
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        save(&path, "mine", options),
        Err(FileError::Changed { removed: true, .. })
    ));
    assert_eq!(names(directory.path()), [""; 0]);
}

#[test]
fn a_link_stays_a_link() {
    let directory = tempfile::tempdir().unwrap();
    let below = directory.path().join("below");
    fs::create_dir(&below).unwrap();
    let link = directory.path().join("link");
    std::os::unix::fs::symlink("below/f", &link).unwrap();
    save(&link, "ett", WriteOptions::NEW).unwrap();
    save(&link, "två", WriteOptions::REPLACE).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(below.join("f")).unwrap(), "två");
    std::os::unix::fs::symlink("loop", directory.path().join("loop")).unwrap();
    let looped = save(&directory.path().join("loop"), "x", WriteOptions::REPLACE);
    assert_eq!(code(looped), "write_failed");
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f");
    fs::write(&path, "old").unwrap();
    let result = write_atomic(
        &path,
        |out| {
            out.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        },
        WriteOptions::REPLACE,
    );
    assert_eq!(code(result), "disk_full");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names(directory.path()), ["f"]);
}

/// A temporary file that was last written to so long ago.
fn left(directory: &Path, name: &str, age: Duration) -> File {
    let file = File::create(directory.join(name)).unwrap();
    let then = std::time::SystemTime::now() - age;
    file.set_modified(then).unwrap();
    file
}

#[test]
fn what_a_killed_process_left_is_swept_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let old = LEFT_AFTER + Duration::from_secs(1);
    let others = [
        ".koppla-abc.tmp",
        ".koppla-abcdefg.tmp",
        ".koppla-abc_ef.tmp",
        ".koppla-abcdef.tmp.csv",
        ".tmpabcdef",
        "koppla-abcdef.tmp",
    ];
    for name in others {
        left(directory, name, old);
    }
    left(directory, ".koppla-young1.tmp", LEFT_AFTER / 2);
    let held = left(directory, ".koppla-held01.tmp", old);
    held.lock().unwrap();
    left(directory, ".koppla-linked.tmp", old);
    fs::hard_link(directory.join(".koppla-linked.tmp"), directory.join("link")).unwrap();
    let outside = directory.join("outside");
    left(directory, "outside", old);
    std::os::unix::fs::symlink(&outside, directory.join(".koppla-symlnk.tmp")).unwrap();
    fs::create_dir(directory.join(".koppla-direct.tmp")).unwrap();
    let before = names(directory);
    left(directory, ".koppla-A1b2C3.tmp", old);
    left(directory, ".koppla-000000.tmp", old);
    // At the next opening beside it.
    sweep_beside(&directory.join("f.csv"));
    assert_eq!(names(directory), before);
    // At the next save.
    left(directory, ".koppla-A1b2C3.tmp", old);
    drop(held);
    save(&directory.join("f.csv"), "x", WriteOptions::NEW).unwrap();
    let mut after = before;
    after.retain(|name| name != ".koppla-held01.tmp");
    after.push("f.csv".to_owned());
    after.sort();
    assert_eq!(names(directory), after);
}

#[test]
fn a_file_that_is_being_written_is_not_swept_however_long_that_takes() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f");
    let written = write_atomic(
        &path,
        |out| {
            out.write_all(b"slow")?;
            let own = names(directory.path());
            assert!(is_temporary(OsStr::new(&own[0])), "{own:?}");
            left(directory.path(), &own[0], LEFT_AFTER * 2);
            sweep_beside(&path);
            assert_eq!(names(directory.path()), own);
            Ok(())
        },
        WriteOptions::NEW,
    );
    written.unwrap();
    assert_eq!(names(directory.path()), ["f"]);
}

#[test]
fn the_system_s_own_full_device_is_a_full_disk() {
    let Ok(mut full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return; // Only Linux has one.
    };
    let error = full.write_all(b"x").unwrap_err();
    assert_eq!(
        FileError::writing(Path::new("f"), error).code(),
        "disk_full"
    );
}

#[test]
fn what_cannot_hold_a_file_is_told_apart() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("f");
    fs::write(&file, "old").unwrap();
    let at = |path: &Path| code(save(path, "x", WriteOptions::REPLACE));
    assert_eq!(at(&directory.path().join("gone/f")), "directory_missing");
    assert_eq!(at(&file.join("below")), "directory_missing");
    assert_eq!(at(directory.path()), "file_not_regular");
    assert_eq!(names(directory.path()), ["f"]);
}

#[test]
fn a_read_only_file_or_directory_is_not_written_to() {
    if rustix::process::geteuid().is_root() {
        return; // Root may write anywhere, so there is nothing to see.
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    assert_eq!(
        code(save(&path, "x", WriteOptions::REPLACE)),
        "file_not_writable"
    );
    fs::set_permissions(directory.path(), Permissions::from_mode(0o555)).unwrap();
    let other = directory.path().join("g");
    assert_eq!(
        code(save(&other, "x", WriteOptions::NEW)),
        "file_not_writable"
    );
    fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).unwrap();
}
