//! `koppla setting list | get | set`

use serde_json::json;

use super::Exit;
use super::args::SettingCommand;
use super::output::Output;
use crate::jobs::{JobError, Place, settings};
use crate::t;

pub(super) fn run(
    command: SettingCommand,
    place: &Place,
    output: Output,
) -> Result<Exit, JobError> {
    let mut register = place.open()?;
    match command {
        SettingCommand::List => {
            let mut list = Vec::new();
            for setting in settings::ALL {
                let value = settings::at(place, &register, setting)?;
                if output.json {
                    list.push(json!({
                        "key": setting.key, "value": value, "default": setting.default,
                        "takes": setting.takes,
                    }));
                } else {
                    output.line(&format!("{}\t{value}\t({})", setting.key, setting.takes));
                }
            }
            if output.json {
                output.json(&list.into());
            }
        }
        SettingCommand::Get { key } => {
            let value = settings::at(place, &register, settings::find(&key)?)?;
            if output.json {
                output.json(&json!({ "key": key, "value": value }));
            } else {
                output.line(&value);
            }
        }
        SettingCommand::Set { key, value } => {
            settings::set(&mut register, settings::find(&key)?, &value)?;
            let overridden = place.config().get(&key).is_some();
            if output.json {
                output.json(&json!({ "key": key, "value": value, "overridden": overridden }));
            }
            if overridden {
                output.note(&t!("cli-setting-in-config", key = key));
            }
        }
    }
    Ok(Exit::Done)
}
