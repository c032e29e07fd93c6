use super::Kind::{
    Amount, Count, Date, Figure, Number, One, Percent, Points, Ratio, Row, Text, Zero,
};
use super::*;

#[test]
fn one_is_one() {
    assert_eq!(result(Operation::Add, One, Percent), Ok(Percent));
    assert!(result(Operation::Add, Number, Percent).is_err());
    assert!(result(Operation::Order, Percent, One).is_err());
    assert_eq!(result(Operation::Multiply, Amount, Percent), Ok(Amount));
    assert_eq!(result(Operation::Divide, Amount, Amount), Ok(Ratio));
    assert_eq!(result(Operation::Order, Ratio, Number), Ok(Kind::Truth));
    assert!(result(Operation::Add, Amount, Count).is_err());
    assert_eq!(result(Operation::Equal, Amount, Zero), Ok(Kind::Truth));
    assert!(result(Operation::Equal, Text, Number).is_err());
    assert!(result(Operation::Order, Text, Text).is_err());
    assert!(result(Operation::Equal, Text, Row).is_err());
    assert!(result(Operation::Equal, Text, Figure).is_err());
    assert_eq!(result(Operation::Order, Date, Date), Ok(Kind::Truth));
    assert_eq!(result(Operation::Equal, Points, Percent), Ok(Kind::Truth));
    assert_eq!(join(Amount, Zero), Ok(Amount));
    assert_eq!(join(One, Ratio), Ok(Ratio));
}

/// The table of the guide is the table of the program.
#[test]
fn the_guide_prints_the_table() {
    let guide = include_str!("../../../../rules/README.md");
    let table = super::table::all();
    assert!(guide.contains(&table), "rules/README.md lacks this table:\n{table}");
}
