//! Relations of prose over sentences of a grammar of their own: what is right is never accused, one
//! changed figure is found.

use crate::effort::either;
use crate::engines;
mod behind;
mod beside_another;
mod carried;
mod changes;
mod closed;
mod closing;
mod flows;
mod frames;
mod from_amounts_to_amounts;
mod goes_on;
mod grammar;
mod held_to;
mod kinds;
mod levels;
mod lists_below;
mod lists_by_stage;
mod more;
mod more_kinds;
mod named_after;
mod named_bases;
mod next_in_turn;
mod of_all;
mod of_other_things;
mod of_their_own;
mod otherwise;
mod paragraphs;
mod parted_and_gone;
mod picked_out;
mod plain_words;
mod reaching;
mod readings;
mod repeated;
mod rests_and_rows;
mod retold;
mod rivals;
mod rows_and_moments;
mod said_equal;
mod sides_and_stages;
mod states;
mod targets_and_chains;
mod ties;
mod told_again;
mod told_apart;
mod told_beyond;
mod told_by_rank;
mod told_together;
mod wholes;
mod wider;
mod worded_bounds;
mod worded_wholes;

use gouji::audit::{DocumentAudit, Severity, Verdict};
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;
use grammar::{CONNECTIVES, Pair, pairs};
use std::collections::BTreeMap;

fn engine() -> &'static Engine {
    engines::engine("national")
}

/// The rules that a document breaks, each with the figure that it speaks of.
fn violations(audit: &DocumentAudit) -> Vec<String> {
    let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    wrong
        .map(|check| format!("{} {}", check.rule, check.stated.clone().unwrap_or_default()))
        .collect()
}

/// The figures that are in no check.
fn unchecked(audit: &DocumentAudit) -> Vec<String> {
    let left = audit.coverage.unchecked.iter();
    let left = left.filter(|figure| figure.counts() && !figure.why.is_corroborated());
    left.map(|figure| figure.text.to_string()).collect()
}

/// What is said against a sentence, in a document of its own.
fn accused(engine: &Engine, sentence: &str) -> Vec<String> {
    let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{sentence}\n");
    let audit = engine.audit("a.txt", text.as_bytes()).unwrap();
    audit
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| format!("{}: {}", check.rule, check.message()))
        .collect()
}

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
type Changed = (&'static str, &'static str, &'static str, &'static str);

fn finds_the_wrong_and_accuses_no_right(read: &[Changed], right: &[&str]) {
    let engine = engine();
    for (what, right, figure, other) in read {
        assert_eq!(accused(engine, right), Vec::<String>::new(), "{what}");
        assert!(right.contains(figure), "{what}: {figure}");
        let wrong = right.replacen(figure, other, 1);
        assert_ne!(accused(engine, &wrong), Vec::<String>::new(), "{what}: {wrong}");
    }
    for right in right {
        assert_eq!(accused(engine, right), Vec::<String>::new(), "{right}");
    }
}

#[test]
fn connectives_are_words_of_the_vocabulary() {
    let words = &engines::vocabulary().prose;
    for (list, own) in CONNECTIVES {
        for word in own {
            assert!(words[list].iter().any(|known| known == word), "{list}: {word}");
        }
    }
}

/// The sentences leave open which figures belong together: a wrong figure is told where two digits
/// of it changed places, as a warning, and not where it is another one altogether.
#[test]
fn what_one_slip_of_the_pen_tells_is_a_warning() {
    let engine = engine();
    let sales = |last: &str| {
        format!(
            "苗木收入1,053.60万元、讲座收入486.00万元，较2022年分别下降12.50%和增长8.00%，2022年上述两项收入分别为{last}万元、\
             450.00万元。"
        )
    };
    let (right, slipped, other) = (sales("1,204.10"), sales("1,240.10"), sales("1,371.85"));
    assert!(accused(engine, &right).is_empty(), "{:?}", accused(engine, &right));
    assert!(accused(engine, &other).is_empty(), "{:?}", accused(engine, &other));
    let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{slipped}\n");
    let audit = engine.audit("a.txt", text.as_bytes()).unwrap();
    let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    let severities: Vec<Severity> = wrong.map(|check| check.severity).collect();
    assert_eq!(severities, [Severity::Warning], "{slipped}");
}

#[test]
fn one_changed_figure_is_found_and_no_right_sentence_is_accused() {
    /// Of the changed sentences so many per cent are found.
    const FOUND: usize = 95;
    let engine = engine();
    let mut missed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let all = pairs(20_230_101, either(6, 20));
    let mut false_ones: Vec<(String, Vec<String>)> = Vec::new();
    for Pair { family, right, wrong } in &all {
        let said = accused(engine, right);
        if !said.is_empty() {
            false_ones.push((right.clone(), said));
        }
        if accused(engine, wrong).is_empty() {
            missed.entry(family).or_default().push(wrong.clone());
        }
    }
    assert_eq!(false_ones, []);
    let count: usize = missed.values().map(Vec::len).sum();
    let found = 100 - 100 * count / all.len();
    assert!(found >= FOUND, "{found} %: {missed:#?}");
}

/// The example of the chapter of `rules/README.md` on prose: words of a place are added in a few
/// lines, and what they say is checked.
#[test]
fn a_word_of_a_place_is_added_as_the_guide_says() {
    let path = format!("{}/rules/README.md", env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let chapter = guide.split("\n## 叙述：").nth(1).unwrap().split("\n## ").next().unwrap();
    let part = |kind: &str| {
        let from = chapter.find(&format!("```{kind}\n")).unwrap() + kind.len() + 4;
        chapter[from..].split("```").next().unwrap()
    };
    let mut rulebook = engines::rulebook();
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
        RuleFile::new("vocabulary.toml", part("toml")),
    ];
    let name = rulebook.add_folder("本地", files).unwrap();
    let reported = |ruleset: &str| -> Vec<String> {
        let request = Request { ruleset: Some(ruleset.to_owned()), ..Request::default() };
        let engine = Engine::new(rulebook.clone(), request).unwrap();
        let audit = engine.audit("a.txt", part("text").as_bytes()).unwrap();
        let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        wrong.map(|check| check.rule.to_string()).collect()
    };
    assert_eq!(reported(&name), ["叙述增减额", "叙述乘积"]);
    assert_eq!(reported("national"), Vec::<String>::new());
}
