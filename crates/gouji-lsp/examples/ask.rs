//! What may be written behind `form = "`, asked as an editor asks.

use gouji_lsp::complete::complete;
use gouji_lsp::pieces::at;
use gouji_lsp::schema::Schema;
use gouji_rules::ruleset::{RuleFile, Rulebook};
use std::error::Error;
use std::io::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    let form = "[[form]]\nid = \"会议表\"\ntitle = \"会议费明细表\"\ncolumns = [{ name = \"费用\", kind = \"amount\" }]\n";
    let files = [("own/ruleset.toml", "name = \"own\"\ntitle = \"本局\"\n"), ("own/a.toml", form)];
    let files = files.map(|(path, text)| RuleFile::new(path, text));
    let book = Rulebook::of_files(files).map_err(|list| format!("{list:?}"))?;
    let (ruleset, _) = book.compile("own", &[], None).map_err(|list| format!("{list:?}"))?;
    let text = "[[rule]]\nform = \"";
    let piece = at(text, text.len());
    let found = complete(text, text.len(), &piece, &Schema::default(), (&book, &ruleset));
    for offer in found.list {
        writeln!(std::io::stdout(), "{}  {}", offer.label, offer.detail)?;
    }
    Ok(())
}
