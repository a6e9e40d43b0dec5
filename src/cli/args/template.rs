//! Arguments of the commands about export and import templates.

use clap::{Args, Subcommand, ValueEnum};

use super::YesNo;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArg {
    Export,
    Import,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TypeArg {
    Employees,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommand {
    List,
    Show {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_enum)]
        kind: Option<KindArg>,
    },
    Add(TemplateAddArgs),
    Copy {
        #[arg(value_name = "EXPORT")]
        from: String,
        #[arg(value_name = "IMPORT")]
        to: String,
    },
    Activate(TemplateNamed),
    Deactivate(TemplateNamed),
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_enum)]
        kind: Option<KindArg>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct TemplateNamed {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_enum)]
    pub(crate) kind: Option<KindArg>,
}

#[derive(Debug, Args)]
pub(crate) struct TemplateAddArgs {
    #[arg(long, value_enum)]
    pub(crate) kind: KindArg,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long = "type", value_enum, default_value_t = TypeArg::Employees)]
    pub(crate) type_: TypeArg,
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(crate) fields: Vec<String>,
    #[arg(long, value_name = "DELIMITER", default_value = "tab")]
    pub(crate) delimiter: String,
    #[arg(long, value_name = "ENCODING")]
    pub(crate) encoding: Option<String>,
    #[arg(long, value_enum)]
    pub(crate) heading: Option<YesNo>,
    #[arg(long, value_name = "N")]
    pub(crate) skip_rows: Option<u32>,
}
