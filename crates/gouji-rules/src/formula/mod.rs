//! The formula language of `expect`, `any` and `when`: what finance staff write as 审核公式.
//!
//! [`parse()`] turns text into a [`Syntax`] tree with spans; names are resolved against forms,
//! claims and scales when the ruleset is compiled (`resolve`), giving a [`Node`] tree that `check`
//! evaluates natively. Formulas never reach the script engine.

mod advice;
mod apart;
mod beside_form;
mod beside_rows;
mod between;
mod calendar;
mod candidates;
mod cells;
mod closed;
mod condition;
mod counted;
mod days;
mod excel;
mod expectation;
mod facts;
mod foreign;
mod function;
mod itself;
mod kind_named;
mod kinds;
mod later;
mod meant;
mod mentions;
mod misplaced;
mod names;
mod never_read;
mod no_comparison;
mod no_day;
mod node;
mod number_words;
mod of_list;
mod open_paths;
mod order;
mod own_columns;
mod parse;
mod parts;
mod path;
mod ranges;
mod rebuilt;
mod refusal;
mod resolve;
mod rewritten;
mod said;
mod series;
mod shares;
mod shown;
mod syntax;
mod tables;
mod token;
mod trial;
mod unclosed;
mod whole_numbers;
mod words;

pub(crate) use apart::as_amount;
pub(crate) use beside_form::sum_of_same_rows;
pub(crate) use calendar::{is_no_day, looks_like_day, no_such_day, not_there};
pub(crate) use condition::denied;
pub use expectation::wrong_each;
pub use expectation::{Resolved, resolve_condition, resolve_expectation, resolve_value};
pub use expectation::{hundredfold, is_in_itself, parse_expectation};
pub use foreign::in_script;
pub(crate) use foreign::meant_function as foreign_function;
pub use foreign::message_word;
pub use foreign::operator as foreign_operator;
pub use function::Function;
pub use gouji_audit::audit::CheckRelation;
pub use kinds::{arithmetic, kind_of};
pub use later::{Later, later, ready};
pub use mentions::Mention;
pub use names::{ClaimNames, FormLists, FormNames, FormulaMistake, Names, Owner};
pub use names::{close, nearest, suggest};
pub use node::{
    ClaimPath, ColumnSelector, DocField, FormPath, Iteration, ListNode, Node, PartReference,
    Reference, RowSelector, RowSort, ScaleReference, TableField,
};
pub(crate) use number_words::{either, in_figures, years_before};
pub use parse::parse;
pub use parts::{FormulaPart, parts, written_pieces};
pub use shown::some_condition;
pub use syntax::{Binary, Syntax, SyntaxKind};
pub use token::{as_identifier, is_identifier, look_alike};
pub use whole_numbers::digits_slip;
