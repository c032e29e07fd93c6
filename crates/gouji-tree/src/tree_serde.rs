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
