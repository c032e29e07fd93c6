//! Rule files to a compiled ruleset: what is on the page (forms, parts, claims, scales) and what
//! must hold (rules).
//!
//! `walk` reads TOML and collects every mistake with its place; `items` reads one file, `raw` is what
//! it says; `layer` merges the layers of a ruleset by id; `compile` resolves names and patterns; `rulebook`
//! knows which rulesets there are. Deliberately absent: file system access (the caller hands in
//! names and texts).

mod all_meant;
mod applied;
mod astray;
mod bare_factors;
mod bare_rates;
mod beside;
mod borders;
mod braced;
mod broken;
mod case;
mod cases_apart;
mod chain;
mod claim;
mod classes;
mod column_line;
mod commas;
mod compile;
mod compiler;
mod config;
mod conflict;
mod converted_units;
mod copied;
mod copies;
mod dated_titles;
mod declared;
mod defaults;
mod demand;
mod empty_values;
mod escapes;
mod excluding;
mod far_values;
mod file_names;
mod folder;
mod follows;
mod head;
mod idle;
mod info;
mod items;
mod joined_texts;
mod kept;
mod kept_last;
mod key_words;
mod keys;
mod kind;
mod kinds_tried;
mod layer;
mod limited;
mod line_slips;
mod listing;
mod literal_marks;
mod lost_values;
mod measure;
mod measure_columns;
mod measures_apart;
mod message;
mod message_effect;
mod mistakes;
mod name_in_text;
mod name_says;
mod name_text;
mod named_columns;
mod names;
mod names_checked;
mod names_in_words;
mod needles;
mod never_branches;
mod never_fails;
mod never_holds;
mod never_in_scripts;
mod never_told;
mod not_rules;
mod numerals;
mod odd_entries;
mod odd_texts;
mod other_owner;
mod other_words;
mod other_years;
mod own_values;
mod pack;
mod param;
mod param_items;
mod param_table;
mod param_values;
mod printed;
mod printed_names;
mod proposal;
mod prose_words;
mod prove;
mod proved;
mod raw;
mod regular;
mod remarks;
mod remedy;
mod reset_in_loops;
mod rewrite;
mod role;
mod role_example;
mod rows_above;
mod rows_asked;
mod rule;
mod rule_ids;
mod rulebook;
mod scale;
mod schema;
mod schema_json;
mod setting;
mod setting_names;
mod show;
mod source;
mod stray;
mod subtotals_named;
mod succeed;
mod syntax_slip;
mod syntax_words;
mod tables;
mod turned_days;
mod turned_heads;
mod turned_shares;
mod twice;
mod units_behind;
mod unknown_key;
mod unread;
mod unused;
mod unused_captures;
mod value_slips;
mod waiver;
mod walk;
mod whole;
mod whole_columns;
mod wide_groups;
mod within;
mod word_entries;
mod word_files;

use gouji_tree as tree;

pub use applied::AppliedSetting;
pub use chain::Detected;
pub use config::{Config, ConfigScope, ConfigValue};
pub use conflict::Conflict;
pub use dated_titles::bare_title;
pub use folder::RuleFile;
pub use info::RulesetInfo;
pub use kind::RuleKind;
pub use listing::RuleListing;
pub use name_says::{
    ProductTurned, products_turned, says_sign, shares_turned, signs_turned, terms_behind,
};
pub use name_text::NameText;
pub use numerals::same_but_numerals;
pub use odd_texts::joined;
pub use other_years::OtherYears;
pub use pack::{PackInfo, PackedFile};
pub use printed_names::cell_path;
pub use prose_words::{OWN, ProseWords, measure_key};
pub use prove::{ProvedFormula, RuleProof, RuleProofKind, RuleProofs};
pub use rewrite::rewritten;
pub use rule_ids::id_of_name;
pub use rulebook::ReadAhead;
pub use rulebook::Rulebook;
pub use schema::{
    CaptureName, Case, CaseEdit, CasePlaces, CellCapture, Claim, ClaimBody, ClaimPlace, Column,
    ColumnKind, Expectation, Form, FormBody, LabelWords, LegalSource, Message, NamedMeasure,
    NamedRow, Origin, OutlineDemand, OutlineLook, OutlineSource, Pair, Param, ParamValue, PartKind,
    PrintedSearch, RequiredThing, RoleItem, Rounding, Rule, RuleBody, Scale, Script, SlipLook,
    Structure, TemplateLook, ToldPiece, TreeDemand, Wording,
};
pub use schema_json::json_schema;
pub use setting::ProfileInfo;
pub use stray::is_unseen;
pub use turned_heads::has_turned_heads;
pub use waiver::{Asked, FoundValues, MetFinding, Waiver};
pub use whole::Ruleset;
