//! Rule files to a compiled ruleset: what is on the page (forms, parts, claims, scales) and what
//! must hold (rules).
//!
//! `walk` reads TOML and collects every mistake with its place; `raw` is what one file says;
//! `layer` merges the layers of a ruleset by id; `compile` resolves names and patterns; `rulebook`
//! knows which rulesets there are. Deliberately absent: file system access (the caller hands in
//! names and texts).

mod broken;
mod case;
mod claim;
mod compile;
mod config;
mod conflict;
mod keys;
mod layer;
mod listing;
mod names;
mod needles;
mod printed;
mod raw;
mod rule;
mod rulebook;
mod schema;
mod schema_json;
mod show;
mod source;
mod tree;
mod waiver;
mod walk;

pub use case::{Case, CaseEdit, CasePlaces};
pub use config::{Config, Said};
pub use conflict::Conflict;
pub use listing::RuleListing;
pub use needles::Needles;
pub use printed::{Look, Pair, Printed};
pub use rulebook::{ReadAhead, RuleFile, Rulebook, RulesetInfo};
pub use schema::{
    CaptureName, CellCapture, Claim, ClaimPlace, Column, ColumnKind, Expectation, Form, Message,
    NamedRow, Origin, Param, ParamValue, Part, Rounding, Rule, RuleKind, Ruleset, Scale, Script,
    Tree, Wording, Words,
};
pub use schema_json::json_schema;
pub use source::LegalSource;
pub use waiver::{Asked, Waiver};
