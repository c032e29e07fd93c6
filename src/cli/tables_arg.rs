//! What `gouji tables` is asked to show.

pub(crate) use gouji_report::report::understood::stages::Stage;

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// How `gouji tables` shows what was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TablesFormat {
    /// For a terminal.
    Text,
    /// A page with the tables drawn.
    Html,
    /// For programs.
    Json,
    /// The pages drawn, for a stage.
    Svg,
}

pub(super) fn tables_format_parser() -> impl TypedValueParser<Value = TablesFormat> {
    PossibleValuesParser::new(TablesFormat::NAMES).map(|name| TablesFormat::named(&name))
}

impl TablesFormat {
    /// The names of all.
    pub(crate) const NAMES: [&str; 4] = ["text", "html", "json", "svg"];

    /// By its name.
    #[must_use]
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "html" => Self::Html,
            "json" => Self::Json,
            "svg" => Self::Svg,
            _ => Self::Text,
        }
    }
}

pub(super) fn stage_parser() -> impl TypedValueParser<Value = Stage> {
    let by_name = |name: String| match name.as_str() {
        "pages" => Stage::Pages,
        "cells" => Stage::Cells,
        "tables" => Stage::Tables,
        _ => Stage::Forms,
    };
    PossibleValuesParser::new(["pages", "cells", "tables", "forms"]).map(by_name)
}
