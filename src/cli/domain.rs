//! `koppla domain list | add | remove`

use serde_json::json;

use super::Exit;
use super::args::DomainCommand;
use super::output::{Output, safe};
use crate::jobs::{JobError, Place, Register, domains};
use crate::t;

pub(super) fn run(command: DomainCommand, place: &Place, output: Output) -> Result<Exit, JobError> {
    let mut register = place.open()?;
    match command {
        DomainCommand::List => {
            let list = register.allowed_domains()?;
            if output.json {
                output.json(
                    &list
                        .entries()
                        .iter()
                        .map(|e| json!({ "domain": e.to_string(), "ascii": e.key() }))
                        .collect(),
                );
            } else {
                for entry in list.entries() {
                    // With the A-label, so that no look-alike passes for another domain.
                    let (shown, ascii) = (entry.to_string(), entry.key());
                    if shown == ascii {
                        output.line(&safe(&shown));
                    } else {
                        output.line(&format!("{} ({ascii})", safe(&shown)));
                    }
                }
            }
            if list.entries().is_empty() {
                output.note(&t!("cli-domains-none"));
            }
        }
        DomainCommand::Add { domain } => {
            let entry = domains::add(&mut register, &domain)?;
            output.note(&t!("cli-domain-added", domain = entry.to_string()));
            tell_outside(&register, output)?;
        }
        DomainCommand::Remove { domain } => {
            let entry = domains::remove(&mut register, &domain)?;
            output.note(&t!("cli-domain-removed", domain = entry.to_string()));
            tell_outside(&register, output)?;
        }
    }
    Ok(Exit::Done)
}

fn tell_outside(register: &Register, output: Output) -> Result<(), JobError> {
    let list = register.allowed_domains()?;
    let outside = domains::outside(register, &list)?.len() as u64;
    if output.json {
        let entries: Vec<String> = list.entries().iter().map(ToString::to_string).collect();
        output.json(&json!({ "domains": entries, "outside": outside }));
    }
    if outside > 0 {
        output.note(&t!("cli-domain-outside", n = outside));
    }
    Ok(())
}
