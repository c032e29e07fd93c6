use super::*;
use gouji_sample as sample;
use gouji_values::document::Span;

fn unread(why: NotRead, count: usize, name: Option<&str>, pages: &[usize]) -> Unread {
    let span = (!why.is_page()).then_some(Span { start: 0, end: 1 });
    Unread { why, count, span, table: None, name: name.map(Into::into), pages: pages.to_vec() }
}

#[test]
fn nothing_is_said_where_all_was_read() {
    let document = sample::document();
    assert_eq!((first(&document, Lang::Chinese), rest(&document, Lang::Chinese)), (None, None));
    assert!(is_judged(&document));
}

#[test]
fn what_was_not_read_is_named_and_the_rest_counted() {
    let mut document = sample::document();
    document.coverage.with_figures = (12, 2);
    document.coverage.unread =
        (1..=10).map(|at| unread(NotRead::Table, at, Some("收入表"), &[])).collect();
    let line = first(&document, Lang::Chinese).unwrap();
    assert!(
        line.starts_with("12 张表只认出 2 张：第 1 行《收入表》、")
            && line.ends_with(" 等 10 张没有核对"),
        "{line}"
    );
    document.coverage.with_figures = (0, 0);
    document.coverage.unread = vec![unread(NotRead::Picture, 0, None, &[3, 4, 5, 9])];
    document.coverage.pages = 12;
    assert_eq!(
        first(&document, Lang::Chinese).unwrap(),
        "12 页里有 4 页没有读出（第 3–5、9 页是扫描件或图片），没有核对"
    );
    assert_eq!(rest(&document, Lang::Chinese).unwrap(), "4 页没有读出，也没有核对");
    document.coverage.unread = vec![unread(NotRead::Column, 3, Some("场租"), &[])];
    assert_eq!(first(&document, Lang::Chinese), None);
    assert_eq!(reasons(&document, Lang::Chinese), ["有一栏没有认出 3 个数（第 1 行“场租”）"]);
}
