//! A real browser: Debian's chromium, driven over WebDriver.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test binary uses the part it needs, and a test may fail by panicking"
)]

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::http::request;
use super::pages::until;

/// The name of an element's reference, from the WebDriver standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser window with a fresh profile.
pub struct Browser {
    driver: Child,
    address: String,
    session: String,
    _profile: tempfile::TempDir,
}

/// A word that is seen although the test passes.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

impl Browser {
    /// Opens a browser that asks for pages in Swedish. `None` where there is none on this machine, which is said; with `KOPPLA_BROWSER=required` that
    /// is a failure.
    pub fn open() -> Option<Browser> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let (Ok(mut driver), Some(binary)) = (started, chromium()) else {
            let required = std::env::var_os("KOPPLA_BROWSER").is_some();
            assert!(!required, "chromium and chromium-driver are not installed");
            say("SKIPPED: no browser: chromium and chromium-driver are not installed");
            return None;
        };
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines
            .find_map(|line| {
                let line = line.unwrap();
                let (_, port) = line.split_once("successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .unwrap();
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || lines.count());
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Browser {
            driver,
            address: format!("127.0.0.1:{port}"),
            session: String::new(),
            _profile: profile,
        };
        let profile = browser._profile.path().display();
        let options = json!({
            "binary": binary,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--disable-background-networking", "--accept-lang=sv-SE,sv", "--window-size=1200,900",
                format!("--user-data-dir={profile}"),
            ],
        });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
        }}});
        let answer = browser.call("POST", "", &wanted);
        browser.session = format!("/{}", answer["sessionId"].as_str().unwrap());
        Some(browser)
    }

    #[track_caller]
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        self.attempt(method, path, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error:#}"))
    }

    fn attempt(&self, method: &str, path: &str, body: &Value) -> Result<Value, Value> {
        let path = format!("/session{}{path}", self.session);
        let body = match method {
            "POST" => body.to_string(),
            _ => String::new(),
        };
        let json = [("Content-Type", "application/json")];
        let answer = request(&self.address, method, &path, &json, &body);
        let mut value: Value = serde_json::from_str(&answer.body).unwrap();
        match answer.status {
            200 => Ok(value["value"].take()),
            _ => Err(value),
        }
    }

    /// Opens an address.
    #[track_caller]
    pub fn open_page(&self, url: &str) -> &Browser {
        self.call("POST", "/url", &json!({ "url": url }));
        self
    }

    #[track_caller]
    fn element(&self, selector: &str) -> String {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.call("POST", "/element", &wanted);
        format!("/element/{}", found[ELEMENT].as_str().unwrap())
    }

    /// Clicks on what a CSS selector finds first.
    #[track_caller]
    pub fn click(&self, selector: &str) -> &Browser {
        self.call(
            "POST",
            &format!("{}/click", self.element(selector)),
            &json!({}),
        );
        self
    }

    /// Types into a field.
    #[track_caller]
    pub fn enter(&self, selector: &str, text: &str) -> &Browser {
        let field = self.element(selector);
        self.call("POST", &format!("{field}/value"), &json!({ "text": text }));
        self
    }

    /// Waits for the page with this heading.
    #[track_caller]
    pub fn shows(&self, heading: &str) -> &Browser {
        let is = format!(
            "document.querySelector('h1')?.innerText === {}",
            json!(heading)
        );
        self.waits(heading, &is)
    }

    /// Waits for a page that has what the CSS selector says.
    #[track_caller]
    pub fn has(&self, selector: &str) -> &Browser {
        let is = format!("document.querySelector({}) !== null", json!(selector));
        self.waits(selector, &is)
    }

    #[track_caller]
    fn waits(&self, what: &str, condition: &str) -> &Browser {
        let script = format!("return document.readyState === 'complete' && {condition}");
        let script = json!({ "script": script, "args": [] });
        until(what, || {
            // A page that is just being left answers nothing.
            let answer = self.attempt("POST", "/execute/sync", &script);
            (answer == Ok(json!(true))).then_some(())
        });
        self
    }

    /// Runs a script in the page, as a person with the browser's tools would; the page's own policy does not hold for it.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.call(
            "POST",
            "/execute/sync",
            &json!({ "script": script, "args": [] }),
        )
    }

    /// The same for a script that answers by calling `done`.
    #[track_caller]
    pub fn run_and_wait(&self, script: &str) -> Value {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        self.call(
            "POST",
            "/execute/async",
            &json!({ "script": script, "args": [] }),
        )
    }

    /// Takes the size of a telephone's screen.
    pub fn phone(&self) -> &Browser {
        let size = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": size });
        self.call("POST", "/goog/cdp/execute", &command);
        self
    }

    /// Goes back to the size of a desk.
    pub fn desk(&self) -> &Browser {
        let command = json!({ "cmd": "Emulation.clearDeviceMetricsOverride", "params": {} });
        self.call("POST", "/goog/cdp/execute", &command);
        self
    }

    /// Keeps a picture of the page beside the test's build.
    pub fn picture(&self, name: &str) {
        let encoded = self.call("GET", "/screenshot", &Value::Null);
        let bytes = STANDARD.decode(encoded.as_str().unwrap()).unwrap();
        let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages");
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join(format!("{name}.png")), bytes).unwrap();
    }
}

impl Drop for Browser {
    /// A test leaves no browser behind.
    fn drop(&mut self) {
        if !self.session.is_empty() {
            request(
                &self.address,
                "DELETE",
                &format!("/session{}", self.session),
                &[],
                "",
            );
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join("chromium"))
        .find(|program| program.exists())
}
