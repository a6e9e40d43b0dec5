//! Where the register is and who is at the keyboard: what every job needs before it begins. A file can also be worked on
//! with no register at all; then [`Rules`] stand in for what the register would say.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use etcetera::{BaseStrategy, choose_base_strategy};
use jiff::Timestamp;

use super::config::Config;
use super::error::JobError;
use super::settings;
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::domain::log::Who;
use crate::file::Limits;
use crate::store::{Register, StoreError};

/// A register and a person in front of it, or a file alone and rules for its addresses.
#[derive(Debug, Clone)]
pub struct Place {
    register: PathBuf,
    who: Who,
    config: Arc<Config>,
    rules: Option<Rules>,
    /// Whether old logs go beside, and not when the register is opened.
    purged_beside: bool,
    /// Whether the register has been opened; the copies of a place share this.
    opened: Arc<AtomicBool>,
}

/// What holds for a file that is worked on with no register: nobody is known, nothing is remembered.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The allowed domains.
    pub domains: AllowedDomains,
    /// How large a file may be.
    pub limits: Limits,
}

impl Place {
    /// The register at this path, or the user's own in the XDG data directory.
    ///
    /// # Errors
    /// [`JobError::NoHome`], and for `postgres://` [`JobError::PostgresUnsupported`].
    pub fn new(register: Option<&Path>) -> Result<Place, JobError> {
        let register = match register {
            Some(path) if is_url(path) => return Err(JobError::PostgresUnsupported),
            Some(path) => crate::file::expand_home(path),
            None => default_register()?,
        };
        Ok(Place {
            register,
            who: who(),
            config: Arc::default(),
            rules: None,
            purged_beside: false,
            opened: Arc::default(),
        })
    }

    /// The same place with the settings of a configuration file before those of the register.
    pub fn configured(self, config: Config) -> Place {
        Place {
            config: Arc::new(config),
            ..self
        }
    }

    /// What the configuration file says; nothing where there is none.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where the register is.
    pub fn path(&self) -> &Path {
        &self.register
    }

    /// Who is at the keyboard.
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// Whether there is a register already.
    pub fn exists(&self) -> bool {
        self.register.exists()
    }

    /// The rules for a file on its own: these domains, or where none are given those of the register if there is one. None is
    /// made, and nothing is written to it.
    ///
    /// # Errors
    /// A register that is there and cannot be read, where it would have to say which domains are allowed.
    pub fn rules_for_a_file(&self, domains: Vec<AllowedDomain>) -> Result<Rules, JobError> {
        let settings = || -> Result<Rules, JobError> {
            // Not as a place is opened, which may purge old logs.
            let register = Register::open(&self.register)?;
            Ok(Rules {
                domains: register.allowed_domains()?,
                limits: settings::limits(&register)?,
            })
        };
        let found = if self.exists() {
            settings()
        } else {
            Ok(Rules::default())
        };
        if domains.is_empty() {
            return found;
        }
        let limits = found.map(|rules| rules.limits).unwrap_or_else(|error| {
            // Only how large a file may be is not known then.
            tracing::warn!(code = error.code(), "register not read");
            Limits::default()
        });
        Ok(Rules {
            domains: AllowedDomains::new(domains),
            limits,
        })
    }

    /// The same keyboard with no register: every [`Place::open`] is refused from here on.
    #[must_use]
    pub fn without_register(self, rules: Rules) -> Place {
        Place {
            rules: Some(rules),
            ..self
        }
    }

    /// The same place for screens, which nobody shall wait for: opening it purges nothing. Whoever says so has it done beside
    /// ([`super::purge::beside`]).
    #[must_use]
    pub fn purged_beside(self) -> Place {
        Place {
            purged_beside: true,
            ..self
        }
    }

    /// What holds in the place of a register, where there is none.
    pub fn rules(&self) -> Option<&Rules> {
        self.rules.as_ref()
    }

    /// How large a file may be.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn limits(&self) -> Result<Limits, JobError> {
        match &self.rules {
            Some(rules) => Ok(rules.limits),
            None => settings::limits(&self.open()?),
        }
    }

    /// Opens the register; on first use it is made, and never again: one that goes while koppla runs was somebody's, and an empty one
    /// in its place would hide that. Logs that are older than they may be go now.
    ///
    /// # Errors
    /// When it is busy, foreign, newer, gone, or not to be read; [`JobError::NoRegister`] where a file is worked on alone.
    pub fn open(&self) -> Result<Register, JobError> {
        if self.rules.is_some() {
            return Err(JobError::NoRegister);
        }
        if self.opened.load(Ordering::Acquire) && !self.exists() {
            return Err(StoreError::Gone {
                path: self.register.clone(),
            }
            .into());
        }
        let mut register = Register::open(&self.register)?;
        self.opened.store(true, Ordering::Release);
        if !self.purged_beside {
            super::purge::on_opening(&mut register, now());
        }
        Ok(register)
    }

    /// As [`Place::open`], for what a screen writes between two keys: whoever else is writing is waited for no longer than anybody
    /// notices, and then it is busy.
    ///
    /// # Errors
    /// As [`Place::open`].
    pub fn open_briefly(&self) -> Result<Register, JobError> {
        let register = self.open()?;
        register.wait_at_most(BLINK)?;
        Ok(register)
    }

    /// Where the register is, from the root.
    pub fn whole(&self) -> PathBuf {
        whole(&self.register)
    }

    /// Whether this is the register that koppla takes where none is named.
    pub fn is_default(&self) -> bool {
        default_register().is_ok_and(|path| path == self.register)
    }
}

/// What nobody notices between two keys.
const BLINK: Duration = Duration::from_millis(40);

/// The register that koppla takes where none is named.
pub(super) fn default_register() -> Result<PathBuf, JobError> {
    let base = choose_base_strategy().map_err(|_| JobError::NoHome)?;
    Ok(base.data_dir().join("koppla").join("register.db"))
}

fn is_url(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

/// The login name, and over SSH the address of the client.
fn who() -> Who {
    // The account of the process, not what the environment says of it.
    let login = whoami::username()
        .unwrap_or_else(|_| format!("uid {}", rustix::process::getuid().as_raw()));
    let client = std::env::var("SSH_CONNECTION")
        .ok()
        .and_then(|value| value.split(' ').next().map(str::to_owned))
        .filter(|value| !value.is_empty());
    Who { login, client }
}

/// A path from the root, for what is remembered beyond this session.
pub fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The present moment; the one place where jobs look at the clock.
pub fn now() -> Timestamp {
    Timestamp::now()
}
