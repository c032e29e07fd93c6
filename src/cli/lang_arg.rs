//! `--lang` and `lang` of `gouji.toml`: the language of reports, which nothing of the machine decides.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use gouji_values::lang::Lang;

/// What `--lang` takes.
pub(super) fn lang_parser() -> impl TypedValueParser<Value = Lang> {
    let names = Lang::ALL.map(Lang::id);
    PossibleValuesParser::new(names).map(|name| Lang::find(&name).unwrap_or_default())
}
