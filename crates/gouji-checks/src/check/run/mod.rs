//! Rules at the places that they speak of: each document, part, row, column and sentence.

mod blank_addends;
mod checked;
mod condition;
mod doubted;
mod duties;
mod expectations;
mod kind;
mod names_of_totals;
mod never;
mod on_claim;
mod on_form;
mod once_each;
mod open_ways;
mod rule;
mod suppose;
mod walk;
mod works;

pub use checked::{check, check_rules, check_whole};
pub(in crate::check) use expectations::again_here;
pub use suppose::{agreement, agreement_on, suppose};
pub(in crate::check) use works::works;
