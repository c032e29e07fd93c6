//! The one integration binary; a file per concern.

#![allow(clippy::print_stdout, reason = "a test says how much it found")]
#![allow(unreachable_pub, reason = "benches take some modules in, too")]
#![allow(
    clippy::needless_range_loop,
    clippy::explicit_auto_deref,
    reason = "columns of several lists are walked together"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on is to fail"
)]

#[cfg(feature = "cli")]
mod advice_in_place;
mod advice_tried;
#[cfg(feature = "cli")]
mod amounts_meant;
#[cfg(all(feature = "formats", feature = "cli"))]
mod annotate;
mod arithmetic;
#[cfg(feature = "cli")]
mod as_typed;
#[cfg(feature = "cli")]
mod author_slips;
#[cfg(feature = "cli")]
mod authors;
mod bad_input;
mod beside;
#[cfg(feature = "cli")]
mod blank_form;
mod blind_slips;
#[cfg(feature = "cli")]
mod broken_rules;
mod budgets;
mod cases;
#[cfg(feature = "cli")]
mod cases_made;
mod claims;
#[cfg(feature = "cli")]
mod clerk;
#[cfg(feature = "cli")]
mod clerks_advice;
mod clerks_advice_more;
mod clerks_beside;
mod clerks_blanks;
mod clerks_causes;
mod clerks_contraries;
mod clerks_doubted;
mod clerks_equations;
mod clerks_folder;
#[cfg(feature = "cli")]
mod clerks_hidden;
#[cfg(feature = "cli")]
mod clerks_limits;
mod clerks_lost;
mod clerks_meant;
mod clerks_named;
mod clerks_otherwise;
mod clerks_places;
#[cfg(feature = "cli")]
mod clerks_pointed;
#[cfg(feature = "cli")]
mod clerks_rules;
mod clerks_several;
mod clerks_silence;
mod clerks_slips;
mod clerks_tasks;
mod clerks_typed;
#[cfg(feature = "cli")]
mod clerks_units;
mod clerks_verdicts;
mod clerks_words;
mod cli;
mod codes;
mod columns;
mod command;
#[cfg(all(unix, feature = "formats", feature = "cli"))]
mod convert;
#[cfg(feature = "cli")]
mod corroborated;
mod coverage;
mod cycles;
mod damage;
mod desk;
#[cfg(feature = "formats")]
mod docx;
#[cfg(feature = "formats")]
mod doubts;
mod draft;
#[cfg(feature = "formats")]
mod drawn;
mod effort;
#[cfg(feature = "cli")]
mod ends;
mod engines;
mod english;
mod facts;
mod fallen_heads;
#[cfg(feature = "formats")]
mod few_lines;
mod folder;
mod foreign;
mod forms;
mod fuzz;
mod generality;
mod generator;
mod guide;
mod headline;
mod import;
#[cfg(all(feature = "cli", feature = "workbook"))]
mod import_names;
mod kept_columns;
mod kinds;
mod layers;
#[cfg(feature = "cli")]
mod layout;
mod learn;
#[cfg(feature = "workbook")]
mod ledger;
mod left_blank;
mod left_out;
mod local;
mod local_rules;
mod locate;
mod meant;
mod measures;
mod misfit;
mod mistakes;
mod moved_blanks;
mod moved_lists;
mod near_defects;
mod newcomers;
mod notepad;
mod ocr;
mod ofd;
#[cfg(feature = "cli")]
mod own_names;
mod own_rules;
mod own_sheets;
#[cfg(feature = "cli")]
mod own_variations;
#[cfg(all(feature = "cli", feature = "workbook"))]
mod packs;
mod papers;
#[cfg(feature = "formats")]
mod pdf;
mod performance;
mod plants;
#[cfg(feature = "formats")]
mod programs;
mod prose;
mod prove;
mod province_layer;
mod repeated;
mod reports;
mod restated;
mod resume;
mod roles;
mod rough;
mod rules;
#[cfg(feature = "cli")]
mod rules_first;
mod rules_proved;
#[cfg(feature = "cli")]
mod rules_tried;
mod said_otherwise;
#[cfg(feature = "cli")]
mod says_nothing;
mod schema;
#[cfg(feature = "cli")]
mod scopes;
mod script_slips;
mod scripts;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "formats")]
mod sheets;
mod skipped;
mod slips_codes;
mod slips_near;
mod slips_silent;
mod slips_tried;
#[cfg(feature = "cli")]
mod sources;
mod spaced;
mod spending;
mod streams;
mod structure;
mod suspects;
mod tempting;
mod together;
#[cfg(feature = "cli")]
mod told_alike;
#[cfg(feature = "cli")]
mod told_at_load;
#[cfg(feature = "cli")]
mod told_truly;
mod told_twice;
mod told_where;
mod typed_again;
#[cfg(feature = "formats")]
mod uncounted;
mod undecided;
mod unit;
mod unlisted;
mod variations;
#[cfg(feature = "formats")]
mod versions;
mod web;
mod what_rules_mean;
mod whole_tables;
mod wordings;
#[cfg(feature = "formats")]
mod words_decide;
#[cfg(feature = "formats")]
mod workbook;
