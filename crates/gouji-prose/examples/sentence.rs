//! The figures of a sentence, and what is said of them.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_prose::prose::{Scanner, UnitNames, Words, read};
use gouji_values::vocabulary::{Vocabulary, VocabularyFile};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut vocabulary = Vocabulary::default();
    for entry in
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/national/vocabulary"))?
    {
        let text = std::fs::read_to_string(entry?.path())?;
        vocabulary.extend(&toml::from_str::<VocabularyFile>(&text)?);
    }
    let (words, names) = (Words::new(&vocabulary.prose), UnitNames::new(&vocabulary.units));
    let ignorable = |c: char| vocabulary.ignorable(c);
    let scanner =
        Scanner { words: &words, units: &vocabulary.units, names: &names, ignorable: &ignorable };
    let found = read(
        &scanner,
        "本年支出合计100.00万元，其中：基本支出60.00万元，占60%；项目支出40.00万元，占40%。",
    );
    for told in &found.said {
        let (relation, _) = told.said.readings.get(told.chosen).ok_or("no reading")?;
        println!("{:?}: {:?}", relation, told.outcome);
    }
    assert!(!found.said.is_empty());
    Ok(())
}
