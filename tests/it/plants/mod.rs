//! Slips of the pen, planted one, two or three at a time into documents that agree with themselves:
//! is the guilty figure named, what was meant, what happened? The bench `plants` prints the whole
//! table, a test here keeps the main figures.

mod judge;
mod planting;

use crate::engines;
use crate::generator::generate_with;
use crate::generator::layout::{LAYOUTS, WAN, YUAN};
use crate::generator::random::Random;
use gouji::audit::DocumentAudit;
use gouji::engine::Engine;
use judge::{judge, of_last_year};
use planting::{Plant, apply, plant, spots};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("national"));

pub const SLIPS: [&str; 21] = [
    "transposed-digits",
    "exchanged-digits",
    "wrong-digit",
    "dropped-digit",
    "doubled-digit",
    "inserted-digit",
    "shifted-point",
    "shifted-unit",
    "sign",
    "neighbouring-column",
    "neighbouring-row",
    "swapped-figures",
    "addend-left-out",
    "addend-counted-twice",
    "prose-digit",
    "shifted-block",
    "shifted-row",
    "slipped-rows",
    "subtotal-added",
    "last-year",
    "separators",
];

/// What became of the plants of a kind.
#[derive(Clone, Copy, Default)]
pub struct Score {
    pub planted: usize,
    pub broken: usize,
    pub in_set: usize,
    pub one_cause: usize,
    pub crossed: usize,
    pub alone: usize,
    pub right_value: usize,
    pub told: usize,
    pub right_class: usize,
    pub figures: usize,
    pub causes: usize,
    pub wrong_value: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.planted += other.planted;
        self.broken += other.broken;
        self.in_set += other.in_set;
        self.one_cause += other.one_cause;
        self.crossed += other.crossed;
        self.alone += other.alone;
        self.right_value += other.right_value;
        self.told += other.told;
        self.right_class += other.right_class;
        self.figures += other.figures;
        self.causes += other.causes;
        self.wrong_value += other.wrong_value;
    }
}

fn audit(text: &str) -> DocumentAudit {
    ENGINE.audit("document.txt", text.as_bytes()).unwrap()
}

/// Plants so many slips of each kind, half in 元 and half in 万元, and so many times three that come
/// in twos and threes; by kind, and by number of plants for 2 and 3.
pub fn run(seeds: &[u64], each: usize, together: usize) -> (BTreeMap<String, Score>, Vec<String>) {
    let halves: Vec<Vec<u64>> =
        (0..2).map(|half| seeds.iter().skip(half).step_by(2).copied().collect()).collect();
    let parts: Vec<(BTreeMap<String, Score>, Vec<String>)> = std::thread::scope(|scope| {
        let runs: Vec<_> =
            halves.iter().map(|half| scope.spawn(move || part(half, each, together))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let (mut out, mut notes) = (BTreeMap::new(), Vec::new());
    for (scores, more) in parts {
        for (name, score) in scores {
            out.entry(name).or_insert_with(Score::default).add(score);
        }
        notes.extend(more);
    }
    (out, notes)
}

fn part(seeds: &[u64], each: usize, together: usize) -> (BTreeMap<String, Score>, Vec<String>) {
    let mut out: BTreeMap<String, Score> = BTreeMap::new();
    let mut notes = Vec::new();
    for seed in seeds {
        let money = if seed / 2 % 2 == 0 { WAN } else { YUAN };
        // where blank cells are gone a wrong figure may not be read at all: another matter
        let layout = LAYOUTS[[0, 1, 3][(seed / 4 % 3) as usize]];
        let document = generate_with(*seed, Some(layout), |style| {
            style.money.step = money.step;
            style.money.unit = money.unit;
        });
        let clean = audit(&document.text);
        let spots = spots(&clean);
        if spots.len() < 30 || !clean.findings.is_empty() {
            continue;
        }
        let random = Random::new(seed ^ 0x5151);
        let mut tell = |names: &[String], score: Score, note: Option<String>| {
            for name in names {
                out.entry(name.clone()).or_default().add(score);
            }
            notes.extend(note.map(|note| format!("seed {seed} {} {note}", money.unit)));
        };
        for slip in SLIPS {
            for _ in 0..each {
                let found = match slip {
                    "last-year" => of_last_year(&clean, &spots, &random),
                    _ => (0..20)
                        .find_map(|_| plant(slip, &clean, &spots, &random))
                        .map(|plants| (plants, None)),
                };
                let Some((plants, last_year)) = found else { continue };
                let (score, note) = judge(slip, &clean, &spots, &plants, &last_year);
                tell(
                    &[format!("1 {slip}"), format!("all {}", money.unit), "all".to_owned()],
                    score,
                    note,
                );
            }
        }
        for number in [2, 3] {
            for _ in 0..together * 3 {
                let mut plants: Vec<Plant> = Vec::new();
                while plants.len() < number {
                    let slip = *random.pick(&[
                        "transposed-digits",
                        "wrong-digit",
                        "dropped-digit",
                        "sign",
                        "prose-digit",
                    ]);
                    let Some(more) = plant(slip, &clean, &spots, &random) else { continue };
                    // what rounding explains is no error
                    let breaks = || !audit(&apply(&document.text, &more)).findings.is_empty();
                    if more.iter().all(|more| plants.iter().all(|plant| plant.start != more.start))
                        && breaks()
                    {
                        plants.extend(more);
                    }
                }
                let (score, note) = judge("several", &clean, &spots, &plants, &None);
                let note = note.filter(|_| score.in_set == 0 || score.wrong_value > 0);
                tell(&[format!("{number} plants")], score, note);
            }
        }
    }
    (out, notes)
}

/// A table of the scores.
pub fn table(scores: &BTreeMap<String, Score>) -> String {
    let mut out = format!(
        "{:24} {:>7} {:>6} {:>7} {:>9} | {:>7} {:>6} {:>6} | {:>6} {:>6} | {:>8}\n",
        "plants",
        "planted",
        "breaks",
        "in set",
        "one cause",
        "crossed",
        "alone",
        "value",
        "told",
        "class",
        "figures"
    );
    let share = |part: usize, whole: usize| match (part * 1000).checked_div(whole) {
        Some(share) => format!("{}.{}", share / 10, share % 10),
        None => "–".to_owned(),
    };
    let each = |sum: usize, number: usize| {
        let hundredths = (sum * 100).checked_div(number).unwrap_or(0);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    for (name, score) in scores {
        out.push_str(&format!(
            "{:24} {:>7} {:>6} {:>7} {:>9} | {:>7} {:>6} {:>6} | {:>6} {:>6} | {:>8}  wrong and sure {}\n",
            name,
            score.planted,
            score.broken,
            share(score.in_set, score.broken),
            share(score.one_cause, score.broken),
            score.crossed,
            share(score.alone, score.crossed),
            share(score.right_value, score.crossed),
            score.told,
            share(score.right_class, score.told),
            each(score.figures, score.causes),
            score.wrong_value,
        ));
    }
    out
}
