//! What is judged: stated against computed, and the check that comes of it.

pub(in crate::check) mod absent;
pub(in crate::check) mod added_up;
mod agree;
pub(in crate::check) mod around;
pub(in crate::check) mod blank_form;
pub(in crate::check) mod broken;
pub(in crate::check) mod checked;
mod cited;
pub(in crate::check) mod compare;
pub(in crate::check) mod exact_sums;
mod expect;
pub(in crate::check) mod few_cents;
pub(in crate::check) mod misread;
pub(in crate::check) mod no_base;
pub(in crate::check) mod progress;
pub(in crate::check) mod prose;
pub(in crate::check) mod recognised;
pub(in crate::check) mod restated;
pub(in crate::check) mod series;
pub(in crate::check) mod severity;
pub(in crate::check) mod strange;
pub(in crate::check) mod structure;
mod sum;
pub(in crate::check) mod tree;
pub(in crate::check) mod work;
pub(in crate::check) mod worked;
