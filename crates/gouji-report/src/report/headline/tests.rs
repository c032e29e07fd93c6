use super::*;
use gouji_audit::audit::{Cause, Slip, SuspectSlip};
use gouji_sample as sample;

fn suspect(label: &str, text: &str, suggested: Option<&str>, slip: Option<Slip>) -> Suspect {
    let printed = PrintedFigure {
        text: text.to_owned(),
        value: Some(text.replace(',', "")),
        ..PrintedFigure::default()
    };
    Suspect {
        label: label.into(),
        printed: Arc::new(printed),
        suggested: suggested.map(str::to_owned),
        slip: slip.map(|slip| SuspectSlip { slip, from: None }),
    }
}

fn said(suspects: Vec<Suspect>) -> Headline {
    let cause = Cause {
        suspects,
        others: Vec::new(),
        confidence: Confidence::High,
        ties: 0,
        is_reading: false,
        row: None,
    };
    let mut document = sample::document();
    document.findings[0].cause = Some(cause);
    headline(&document, &document.findings[0])
}

#[test]
fn a_suspect_says_what_is_written_and_what_was_meant() {
    let digit = Some(Slip::Digit);
    let one = said(vec![suspect("甲", "8,880.63", Some("8280.63"), digit)]);
    assert_eq!(one.text, "甲 写的是 8,880.63，应为 8,280.63（一位数字写错）");
    assert_eq!(
        (one.stated.as_deref(), one.meant.as_deref(), one.difference.as_deref()),
        (Some("8880.63"), Some("8280.63"), Some("600.00"))
    );
    let doubts: Vec<String> = one.doubts().collect();
    assert_eq!((one.other, doubts), (None, vec!["把握：高".to_owned()]));
    assert_eq!(said(vec![suspect("甲", "1.00", None, None)]).text, "甲 写的是 1.00，可能有误");
}

#[test]
fn several_figures_of_one_slip_lead_together() {
    let swapped = Some(Slip::Swapped);
    let two = said(vec![
        suspect("甲", "1.00", Some("2.00"), swapped),
        suspect("乙", "2.00", Some("1.00"), swapped),
    ]);
    assert_eq!(two.text, "甲 与 乙 的数互换了：写的是 1.00 和 2.00，应为 2.00 和 1.00");
    assert_eq!(
        (two.item().as_str(), two.stated.as_deref(), two.meant.as_deref()),
        ("甲；乙", Some("1.00；2.00"), Some("2.00；1.00"))
    );
    let unit = Some(Slip::Block(4));
    let block =
        said((1..=5).map(|at| suspect(&format!("第{at}列"), "3000", Some("0.30"), unit)).collect());
    assert!(
        block.text.starts_with("整行或整列元与万元混用，共 5 个数：第1列 写的是 3000，应为 0.30；"),
        "{}",
        block.text
    );
    assert_eq!(block.item(), "第1列；第2列；第3列；第4列 等 5 个数");
}

#[test]
fn without_suspects_nothing_is_said_to_be_what_it_should_be() {
    let document = sample::document();
    let all: Vec<Headline> =
        document.findings.iter().map(|finding| headline(&document, finding)).collect();
    for one in all.iter().filter(|one| one.certainty.is_none()) {
        assert!(
            !one.text.contains(ACCUSING.of(Lang::Chinese)) && one.meant.is_none(),
            "{}",
            one.text
        );
    }
    // a rule that asks something of one figure is sure of it, one side of an equality is not
    assert_eq!(
        all.iter().map(|one| one.is_sure).collect::<Vec<_>>(),
        [false, false, false, true, false, true]
    );
    assert_eq!(all[4].other.as_deref(), Some("22.62"));
}

#[test]
fn a_relation_that_holds_nothing_else_has_no_line_of_values() {
    let mut document = sample::document();
    let check = &mut document.checks[0];
    check.relation = CheckRelation::Greater;
    check.say("第 3 行没有填");
    (check.stated, check.computed, check.difference) =
        (Some("0.00".into()), Some("0.00".into()), Some("0.00".into()));
    let said = headline(&document, &document.findings[0]);
    assert_eq!((said.other.as_deref(), said.difference.as_deref()), (Some("> 0.00"), None));
    assert!(said.values().is_empty());
}
