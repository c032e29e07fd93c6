//! Forms of two sides: income and grants against what was spent.

use super::{Row, Writer, numeral};

impl Writer<'_> {
    /// One side of 01 or 04 against the other: label, line number, amounts.
    fn beside(
        &self,
        left: Vec<(String, Row)>,
        right: Vec<(String, Row)>,
        widths: (usize, usize),
        first_right: usize,
    ) -> Vec<Row> {
        let blank = |width| (String::new(), vec![String::new(); width]);
        let mut rows = Vec::new();
        for at in 0..left.len().max(right.len()) {
            let mut row = Row::new();
            for (side, width, first) in [(&left, widths.0, 1), (&right, widths.1, first_right)] {
                let (label, amounts) = side.get(at).cloned().unwrap_or_else(|| blank(width));
                row.push(label);
                if self.style.lines {
                    row.push((first + at).to_string());
                }
                row.extend(amounts);
            }
            rows.push(row);
        }
        rows
    }

    /// Pads a side so that its closing rows stand beside those of the other.
    fn pad(side: &mut Vec<(String, Row)>, length: usize, width: usize) {
        while side.len() < length {
            side.push((String::new(), vec![String::new(); width]));
        }
    }

    pub(super) fn totals(&mut self) -> (String, Vec<Row>) {
        const FORM: &str = "收支总表";
        let books = self.books;
        let sum = books.sum("");
        let mut left = Vec::new();
        let numbered = |list: &mut Vec<(String, Row)>, label: String, row: Row| {
            list.push((format!("{}{label}", numeral(list.len() + 1)), row))
        };
        if self.style.old_totals {
            numbered(&mut left, "财政拨款收入".to_owned(), self.amounts(&[sum.grant.iter().sum()]));
            left.push(("其中：政府性基金预算财政拨款".to_owned(), self.amounts(&[sum.grant[1]])));
            // numbered rows go on with 二、
            for (at, name) in
                ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
                    .into_iter()
                    .enumerate()
            {
                left.push((
                    format!("{}{name}", numeral(at + 2)),
                    self.amounts(&[sum.other_income[at]]),
                ));
            }
        } else {
            for (source, row) in
                ["一般公共预算拨款", "政府性基金拨款", "国资拨款"].into_iter().enumerate()
            {
                if source < 2 || self.style.capital {
                    let label = self.label(FORM, row);
                    numbered(&mut left, label, self.amounts(&[sum.grant[source]]));
                }
            }
            for (at, row) in
                ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
                    .into_iter()
                    .enumerate()
            {
                let label = self.label(FORM, row);
                numbered(&mut left, label, self.amounts(&[sum.other_income[at]]));
            }
        }
        let mut right = Vec::new();
        for (code, name) in books.classes() {
            let total: i64 = books.sum(code).spending().iter().sum();
            numbered(&mut right, name.to_owned(), self.amounts(&[total]));
        }
        let length = left.len().max(right.len());
        Self::pad(&mut left, length, 1);
        Self::pad(&mut right, length, 1);
        let spent: i64 = sum.spending().iter().sum();
        let opening = sum.opening.iter().sum::<i64>() + books.other_opening;
        let closing = sum.closing.iter().sum::<i64>() + books.other_closing;
        let total = sum.income() + opening + books.reserves;
        assert_eq!(total, spent + closing + books.distributed);
        for (row, fen) in [
            ("本年收入合计", sum.income()),
            ("使用结余", books.reserves),
            ("年初结转", opening),
            ("总计", total),
        ] {
            let label = self.label(FORM, row);
            left.push((label, self.amounts(&[fen])));
        }
        for (row, fen) in [
            ("本年支出合计", spent),
            ("结余分配", books.distributed),
            ("年末结转", closing),
            ("总计", total),
        ] {
            let label = self.label(FORM, row);
            right.push((label, self.amounts(&[fen])));
        }
        let (label, amount) = (self.header(FORM, "项目"), self.header(FORM, "金额"));
        let right_label =
            if label == "收入项目" { "支出项目".to_owned() } else { label.clone() };
        let (label, right_label) = if label == "支出项目" || label == "支出功能分类" {
            ("项目".to_owned(), "项目".to_owned())
        } else {
            (label, right_label)
        };
        let mut rows = Vec::new();
        if self.style.lines {
            rows.push(["收入", "", "", "支出", "", ""].map(str::to_owned).to_vec());
            rows.push(vec![
                label,
                "行次".to_owned(),
                amount.clone(),
                right_label,
                "行次".to_owned(),
                amount,
            ]);
            rows.push(["栏次", "", "1", "栏次", "", "2"].map(str::to_owned).to_vec());
        } else {
            rows.push(["收入", "", "支出", ""].map(str::to_owned).to_vec());
            rows.push(vec![label, amount.clone(), right_label, amount]);
        }
        let first_right = left.len() + 1;
        rows.extend(self.beside(left, right, (1, 1), first_right));
        (self.title(FORM), rows)
    }

    pub(super) fn grants(&mut self) -> (String, Vec<Row>) {
        const FORM: &str = "拨款总表";
        let books = self.books;
        let sum = books.sum("");
        let sources = if self.style.capital { 3 } else { 2 };
        let with_total = |values: [i64; 3]| {
            let mut out = vec![values.iter().sum::<i64>()];
            out.extend(&values[..sources]);
            out
        };
        let mut left = Vec::new();
        let rows = ["一般公共预算拨款", "政府性基金拨款", "国资拨款"];
        let labels: Vec<String> = rows[..sources].iter().map(|row| self.label(FORM, row)).collect();
        for (source, label) in labels.iter().enumerate() {
            left.push((
                format!("{}{label}", numeral(source + 1)),
                self.amounts(&[sum.grant[source]]),
            ));
        }
        let mut right = Vec::new();
        for (at, (code, name)) in books.classes().into_iter().enumerate() {
            let figures = books.sum(code);
            right.push((
                format!("{}{name}", numeral(at + 1)),
                self.amounts(&with_total([
                    figures.source(0),
                    figures.source(1),
                    figures.source(2),
                ])),
            ));
        }
        let length = right.len();
        Self::pad(&mut left, length, 1);
        let opening: i64 = sum.opening.iter().sum();
        let grants: i64 = sum.grant.iter().sum();
        let spent = [sum.source(0), sum.source(1), sum.source(2)];
        let total = [0, 1, 2].map(|source| spent[source] + sum.closing[source]);
        assert_eq!(grants + opening, total.iter().sum::<i64>());
        let names = ["本年收入合计", "年初结转"];
        for (row, fen) in names.into_iter().zip([grants, opening]) {
            let label = self.label(FORM, row);
            left.push((label, self.amounts(&[fen])));
        }
        for (source, name) in
            ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
                [..sources]
                .iter()
                .enumerate()
        {
            left.push(((*name).to_owned(), self.amounts(&[sum.opening[source]])));
        }
        for (row, values) in [("本年支出合计", spent), ("年末结转", sum.closing)] {
            let label = self.label(FORM, row);
            right.push((label, self.amounts(&with_total(values))));
        }
        let length = left.len();
        Self::pad(&mut right, length, sources + 1);
        let label = self.label(FORM, "总计");
        left.push((label.replace("支出", "收入"), self.amounts(&[grants + opening])));
        right.push((label.replace("收入", "支出"), self.amounts(&with_total(total))));
        let amount = self.header(FORM, "金额");
        let mut heads = vec![
            self.header(FORM, "小计"),
            self.header(FORM, "一般公共预算"),
            self.header(FORM, "政府性基金"),
        ];
        if self.style.capital {
            heads.push(self.header(FORM, "国资预算"));
        }
        let mut top = vec!["收入".to_owned(), String::new()];
        let mut second = vec!["项目".to_owned(), amount];
        let mut right_head = vec!["项目".to_owned()];
        if self.style.lines {
            top.push(String::new());
            second.insert(1, "行次".to_owned());
            right_head.push("行次".to_owned());
        }
        top.push("支出".to_owned());
        right_head.extend(heads);
        second.extend(right_head);
        top.resize(second.len(), String::new());
        let first_right = left.len() + 1;
        let mut rows = vec![top, second];
        rows.extend(self.beside(left, right, (1, sources + 1), first_right));
        (self.title(FORM), rows)
    }
}
