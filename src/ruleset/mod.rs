//! Rule files to a compiled ruleset: what is on the page (forms, parts, claims, scales) and what
//! must hold (rules).
//!
//! `walk` reads TOML and collects every mistake with its place; `items` reads one file, `raw` is what
//! it says; `layer` merges the layers of a ruleset by id; `compile` resolves names and patterns; `rulebook`
//! knows which rulesets there are. Deliberately absent: file system access (the caller hands in
//! names and texts).
//!
//! ```
//! use gouji::{Engine, Request, RuleFile, Rulebook};
//!
//! let rules = r#"
//! [[form]]
//! id = "花木表"
//! title = ["花木表"]
//! columns = [
//!   { name = "园子", kind = "label" },
//!   { name = "合计", kind = "amount" },
//!   { name = "乔木", kind = "amount" },
//!   { name = "灌木", kind = "amount" },
//! ]
//!
//! [[rule]]
//! id = "花木-合计"
//! form = "花木表"
//! expect = "合计 == 乔木 + 灌木"
//! "#;
//! let name = "name = '本地'\nextends = 'national'\n";
//! let mut rulebook = Rulebook::embedded().map_err(|mistakes| format!("{mistakes:?}"))?;
//! let name = rulebook
//!     .add_folder("本地", vec![RuleFile::new("ruleset.toml", name), RuleFile::new("rules.toml", rules)])
//!     .map_err(|mistakes| format!("{mistakes:?}"))?;
//! let request = Request { ruleset: Some(name), ..Request::default() };
//! let engine = Engine::new(rulebook, request).map_err(|mistakes| format!("{mistakes:?}"))?;
//! let text = "花木表\n单位：万元\n园子 | 合计 | 乔木 | 灌木\n东园 | 9.00 | 6.00 | 4.00\n";
//! let audit = engine.audit("花木.txt", text.as_bytes()).map_err(|unreadable| unreadable.message)?;
//! assert_eq!(audit.findings.len(), 1);
//! # Ok::<(), String>(())
//! ```

mod beside;
mod broken;
mod case;
mod claim;
mod compile;
mod compiler;
mod config;
mod conflict;
mod declared;
mod defaults;
mod demand;
mod escapes;
mod folder;
mod follows;
mod head;
mod idle;
mod info;
mod items;
mod keys;
mod kind;
mod layer;
mod listing;
mod measure;
mod name_text;
mod names;
mod needles;
mod never_holds;
mod odd_texts;
mod other_words;
mod own_values;
mod param;
mod printed;
mod printed_names;
mod prose_words;
mod raw;
mod rewrite;
mod role;
mod role_example;
mod rule;
mod rulebook;
mod scale;
mod schema;
mod schema_json;
mod show;
mod source;
mod stray;
mod succeed;
mod syntax_words;
mod tree;
mod tree_serde;
mod unused;
mod waiver;
mod walk;
mod whole;

pub use config::{Config, ConfigValue};
pub use conflict::Conflict;
pub use folder::RuleFile;
pub use info::RulesetInfo;
pub use kind::RuleKind;
pub use listing::RuleListing;
pub use name_text::NameText;
pub(crate) use printed_names::cell_path;
pub(crate) use prose_words::{OWN, ProseWords, measure_key};
pub use rewrite::rewritten;
pub(crate) use rulebook::ReadAhead;
pub use rulebook::Rulebook;
pub use schema::{
    CaptureName, Case, CaseEdit, CasePlaces, CellCapture, Claim, ClaimPlace, Column, ColumnKind,
    Expectation, Form, LabelWords, LegalSource, Message, NamedMeasure, NamedRow, Origin, Pair,
    Param, ParamValue, PartKind, PrintedSearch, RequiredThing, RoleItem, Rounding, Rule, Scale,
    Script, SlipLook, Structure, ToldPiece, TreeDemand, Wording,
};
pub use schema_json::json_schema;
pub use waiver::{Asked, Waiver};
pub use whole::Ruleset;
