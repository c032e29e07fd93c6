//! Trees that were grown when the program was built, read as `serde` reads a file.

use super::tree::{TreeTable, TreeValue, TreeView};
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Error as _, IntoDeserializer, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};

impl<'de> IntoDeserializer<'de, Error> for TreeValue<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for TreeValue<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let unclear = || Error::custom("number");
        match self.view() {
            TreeView::Text(text) | TreeView::Datetime(text) => visitor.visit_borrowed_str(text),
            TreeView::Integer(written) => {
                let number = written.and_then(|text| text.replace('_', "").parse().ok());
                visitor.visit_i64(number.ok_or_else(unclear)?)
            }
            TreeView::Float(text) => visitor.visit_f64(text.parse().map_err(|_| unclear())?),
            TreeView::Boolean(value) => visitor.visit_bool(value),
            TreeView::List(value) => visitor.visit_seq(SeqDeserializer::new(value.items())),
            TreeView::Table(table) => table.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> Deserializer<'de> for TreeTable<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.iter().map(|(key, _, value)| (key, value))))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        option
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rulebook;
    use super::super::tree::RuleTree;
    use crate::vocabulary::VocabularyFile;
    use serde::Deserialize;

    #[test]
    fn a_tree_gives_the_words_that_its_text_gives() {
        let rulebook = Rulebook::embedded_lean().unwrap();
        let files = rulebook.folders.values().flat_map(|folder| &folder.files);
        let mut files = files.filter(|file| file.path == "vocabulary.toml").peekable();
        assert!(files.peek().is_some());
        for file in files {
            let tree = RuleTree::of(&file.text, file.grown.unwrap());
            let grown = VocabularyFile::deserialize(tree.root()).unwrap();
            let parsed: VocabularyFile = toml::from_str(&file.text).unwrap();
            assert_eq!(format!("{grown:?}"), format!("{parsed:?}"));
        }
    }
}
