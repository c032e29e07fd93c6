//! Rows of a table, being filled.

use super::schema::{ColumnKind, DIGITS, SCALE, TableOf};
use arrow_array::builder::{BooleanBuilder, Decimal128Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, Schema};
use rust_decimal::Decimal;
use std::sync::Arc;

enum Column {
    Text(StringBuilder),
    Whole(Int64Builder),
    Decimal(Decimal128Builder),
    Flag(BooleanBuilder),
}

/// A value of a column.
pub(super) enum Value<'a> {
    Text(Option<&'a str>),
    Whole(Option<i64>),
    /// A number in digits; what is none is null.
    Decimal(Option<&'a str>),
    Flag(bool),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Whole(i64::try_from(number).ok())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Whole(Some(number.into()))
    }
}

impl From<Option<u32>> for Value<'_> {
    fn from(number: Option<u32>) -> Self {
        Self::Whole(number.map(i64::from))
    }
}

impl From<Option<i32>> for Value<'_> {
    fn from(number: Option<i32>) -> Self {
        Self::Whole(number.map(i64::from))
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// Rows of a table.
pub struct TableRows {
    schema: Arc<Schema>,
    columns: Vec<Column>,
    rows: usize,
}

impl TableRows {
    /// None yet. Nothing is set aside for them: tables of one document are often short.
    pub(super) fn new(table: &TableOf, schema: &Arc<Schema>) -> Self {
        let column = |kind| match kind {
            ColumnKind::Text => Column::Text(StringBuilder::with_capacity(0, 0)),
            ColumnKind::Whole => Column::Whole(Int64Builder::with_capacity(0)),
            ColumnKind::Decimal => {
                let kind = arrow_schema::DataType::Decimal128(DIGITS, SCALE);
                Column::Decimal(Decimal128Builder::with_capacity(0).with_data_type(kind))
            }
            ColumnKind::Flag => Column::Flag(BooleanBuilder::with_capacity(0)),
        };
        let columns = table.columns.iter().map(|of| column(of.kind)).collect();
        Self { schema: Arc::clone(schema), columns, rows: 0 }
    }

    /// How many there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds one, with a value for each column.
    pub(super) fn add<'a>(
        &mut self,
        values: impl IntoIterator<Item = Value<'a>>,
    ) -> Result<(), ArrowError> {
        let mut values = values.into_iter();
        for (at, column) in self.columns.iter_mut().enumerate() {
            match (column, values.next()) {
                (Column::Text(column), Some(Value::Text(text))) => column.append_option(text),
                (Column::Whole(column), Some(Value::Whole(number))) => column.append_option(number),
                (Column::Decimal(column), Some(Value::Decimal(digits))) => {
                    column.append_option(digits.and_then(exact));
                }
                (Column::Flag(column), Some(Value::Flag(flag))) => column.append_value(flag),
                _ => {
                    let name = self.schema.field(at).name();
                    return Err(ArrowError::SchemaError(format!("no value for {name}")));
                }
            }
        }
        self.rows += 1;
        match values.next() {
            Some(_) => Err(ArrowError::SchemaError("more values than columns".to_owned())),
            None => Ok(()),
        }
    }

    /// All of them.
    pub(super) fn end(self) -> Result<RecordBatch, ArrowError> {
        let array = |column| -> ArrayRef {
            match column {
                Column::Text(mut column) => Arc::new(column.finish()),
                Column::Whole(mut column) => Arc::new(column.finish()),
                Column::Decimal(mut column) => Arc::new(column.finish()),
                Column::Flag(mut column) => Arc::new(column.finish()),
            }
        };
        RecordBatch::try_new(self.schema, self.columns.into_iter().map(array).collect())
    }
}

/// Whether digits are a number that a column holds as it is.
pub(super) fn is_exact(digits: &str) -> bool {
    exact(digits).is_some()
}

/// Digits as a decimal with so many places; `None` where they are no number, or it is not exactly
/// one.
fn exact(digits: &str) -> Option<i128> {
    let number = Decimal::from_str_exact(digits).ok()?.normalize();
    let more = u32::try_from(SCALE).ok()?.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(more)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_null() {
        assert_eq!(exact("1234.50"), Some(123_450_000_000));
        assert_eq!(exact("-0.00000001"), Some(-1));
        assert_eq!(exact("0.000000001"), None);
        assert_eq!(exact("优"), None);
        assert_eq!(exact("1,234"), None);
    }
}
