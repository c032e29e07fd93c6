//! Rule files to a compiled ruleset: what is on the page (forms, parts, claims, scales) and what
//! must hold (rules).
//!
//! `walk` reads TOML and collects every mistake with its place; `items` reads one file, `raw` is what
//! it says; `layer` merges the layers of a ruleset by id; `compile` resolves names and patterns; `rulebook`
//! knows which rulesets there are. Deliberately absent: file system access (the caller hands in
//! names and texts).

mod broken;
mod case;
mod claim;
mod compile;
mod compiler;
mod config;
mod conflict;
mod demand;
mod head;
mod items;
mod keys;
mod kind;
mod layer;
mod listing;
mod measure;
mod names;
mod needles;
mod printed;
mod prose_words;
mod raw;
mod rule;
mod rulebook;
mod schema;
mod schema_json;
mod show;
mod source;
mod succeed;
mod tree;
mod waiver;
mod walk;
mod whole;

pub use config::{Config, ConfigValue};
pub use conflict::Conflict;
pub use listing::RuleListing;
pub use needles::Needles;
pub use prose_words::{ProseWords, measure_key};
pub use rulebook::{ReadAhead, RuleFile, Rulebook, RulesetInfo};
pub use schema::{
    CaptureName, Case, CaseEdit, CasePlaces, CellCapture, Claim, ClaimPlace, Column, ColumnKind,
    Expectation, Form, LabelWords, LegalSource, Message, NamedMeasure, NamedRow, Origin, Pair,
    Param, ParamValue, PartKind, PrintedSearch, Rounding, Rule, RuleKind, Scale, Script, SlipLook,
    Structure, ToldPiece, TreeDemand, Wording,
};
pub use schema_json::json_schema;
pub use waiver::{Asked, Waiver};
pub use whole::Ruleset;
