//! Keys while the layer on top waits for a disk.

use super::*;

/// A disk that answers when it is told to.
struct Slow(Mutex<Receiver<()>>);

impl Directories for Slow {
    fn entries(&self, directory: &Path, watch: Watch<'_>) -> Result<Vec<Entry>, String> {
        self.0.lock().unwrap().recv().unwrap();
        Two.entries(directory, watch)
    }

    fn existing(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        files
    }

    fn resolve(&self, typed: &str) -> PathBuf {
        typed.into()
    }
}

/// The desk with a file asked for on a disk that answers when it is told to.
fn waiting() -> (Stack, Context, std::sync::mpsc::Sender<()>) {
    let (go, told) = channel();
    let mut context = context();
    let mut stack = Stack::new(Box::new(desk()));
    let disk = Arc::new(Slow(Mutex::new(told)));
    let dialog = FileDialog::new("load", "Load", disk, Start::default(), &context);
    stack.apply_top(Outcome::push(dialog), &mut context);
    (stack, context, go)
}

fn press(stack: &mut Stack, context: &mut Context, names: &str) {
    for name in names.split_whitespace() {
        let key = crate::tui::test_util::named(name);
        stack.input(&Input::Key(key), context);
        stack.mark_seen();
    }
}

fn picture(stack: &Stack, context: &Context) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| stack.draw(frame, context)).unwrap();
    terminal.backend().to_string()
}

#[test]
fn keys_are_answered_while_a_slow_disk_is_read() {
    let (mut stack, mut context, go) = waiting();
    let shown = picture(&stack, &context);
    assert!(shown.contains("Reading the folder"), "{shown}");
    // Letters show at once; what needs the names waits, and all that comes after it.
    press(&mut stack, &mut context, "j u");
    assert!(picture(&stack, &context).contains("ju"));
    press(&mut stack, &mut context, "Enter ^s");
    assert_eq!(stack.top().id(), "load");
    go.send(()).unwrap();
    while stack.top().id() == "load" {
        std::thread::yield_now();
        stack.wake(&mut context);
    }
    // The key after Enter was heard where Enter had led to.
    let shown = picture(&stack, &context);
    assert!(shown.contains("saved"), "{shown}");
}

#[test]
fn esc_leaves_a_disk_that_does_not_answer() {
    let (mut stack, mut context, go) = waiting();
    press(&mut stack, &mut context, "Enter x Esc");
    assert_eq!(stack.top().id(), "desk");
    // Neither Enter nor what came after it is heard now.
    stack.wake(&mut context);
    assert_eq!(stack.top().id(), "desk");
    assert!(picture(&stack, &context).contains("nothing yet"));
    // The disk may answer when it likes.
    drop(go);
}

#[test]
fn keys_that_waited_confirm_nothing_that_nobody_has_seen() {
    struct Late(bool);
    impl Layer for Late {
        fn id(&self) -> &'static str {
            "late"
        }
        fn title(&self) -> Vec<String> {
            Vec::new()
        }
        fn bindings(&self) -> &'static [Binding] {
            &[]
        }
        fn act(&mut self, _: Action, _: &mut Context) -> Outcome {
            Outcome::Ignored
        }
        fn waits(&self, _: &Context) -> bool {
            self.0
        }
        fn wake(&mut self, _: &mut Context) -> Outcome {
            self.0 = false;
            Outcome::push(Confirm::new("late", "Really?", "All of it."))
        }
        fn answer(&mut self, answer: Answer, _: &mut Context) -> Outcome {
            panic!("answered: {answer:?}");
        }
        fn draw(&self, _: &mut Frame<'_>, _: Rect, _: &Context) {}
    }
    let mut context = context();
    let mut stack = Stack::new(Box::new(Late(true)));
    stack.mark_seen();
    press(&mut stack, &mut context, "Y Right Enter");
    stack.wake(&mut context);
    assert_eq!(stack.depth(), 2);
}
