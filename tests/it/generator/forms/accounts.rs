//! Forms with a row for each account.

use super::super::books::Figures;
use super::{Row, Writer};

impl Writer<'_> {
    /// Code cells: one, or 类, 款 and 项 apart.
    fn code(&self, code: &str) -> Row {
        if !self.style.split_codes {
            return vec![code.to_owned()];
        }
        let part = |from: usize, to: usize| code.get(from..to).unwrap_or("").to_owned();
        vec![part(0, 3), part(3, 5), part(5, 7)]
    }

    /// Headers and rows of a form by accounts. A header of two levels is `upper lower`.
    fn by_account(
        &mut self,
        form: &str,
        columns: &[(&str, &str)],
        shown: impl Fn(&Figures) -> bool,
        values: impl Fn(&Figures) -> Vec<i64>,
    ) -> (String, Vec<Row>) {
        let codes = if self.style.split_codes { 3 } else { 1 };
        let heads: Vec<(String, String)> = columns
            .iter()
            .map(|(upper, column)| {
                let header = self.words.header(form, column, self.random);
                // a header that names its upper level stands below nothing
                if upper.is_empty() || header.starts_with("本年支出") {
                    (header, String::new())
                } else {
                    ((*upper).to_owned(), header)
                }
            })
            .collect();
        let (mut top, mut second) = (Row::new(), Row::new());
        let name = self.header(form, "科目名称");
        if self.style.split_codes {
            top.extend(["功能分类科目编码", "", ""].map(str::to_owned));
            second.extend(["类", "款", "项"].map(str::to_owned));
            top.push(name);
            second.push(String::new());
        } else {
            top.extend(["项目", ""].map(str::to_owned));
            second.push(self.header(form, "科目编码"));
            second.push(name);
        }
        let mut before = String::new();
        for (upper, lower) in heads {
            // a merged cell is printed once
            top.push(if !lower.is_empty() && upper == before {
                String::new()
            } else {
                upper.clone()
            });
            second.push(lower);
            before = upper;
        }
        let mut rows = vec![top, second];
        if self.style.numbers {
            let mut row = vec!["栏次".to_owned()];
            row.resize(codes + 1, String::new());
            row.extend((1..=columns.len()).map(|number| number.to_string()));
            rows.push(row);
        }
        let sum = self.books.sum("");
        let total_label = self.words.label(form, "合计", self.random);
        let mut total = vec![String::new(); codes];
        if self.style.total_in_code {
            total[0] = total_label
        } else {
            total.push(total_label)
        }
        total.resize(codes + 1, String::new());
        total.extend(self.amounts(&values(&sum)));
        rows.push(total);
        for line in self.books.lines(&shown) {
            let mut row = self.code(line.code);
            row.push(line.name.to_owned());
            row.extend(self.amounts(&values(&line.figures)));
            rows.push(row);
        }
        (self.title(form), rows)
    }

    pub(super) fn income(&mut self) -> (String, Vec<Row>) {
        let fees = self.style.fees;
        let mut columns = vec![
            ("", "本年收入合计"),
            ("", "财政拨款收入"),
            ("", "上级补助收入"),
            ("", "事业收入"),
            ("", "经营收入"),
            ("", "附属单位上缴收入"),
            ("", "其他收入"),
        ];
        if fees {
            columns.insert(4, ("", "教育收费"));
        }
        self.by_account(
            "收入决算表",
            &columns,
            |figures| figures.income() != 0,
            move |figures| {
                let mut out = vec![figures.income(), figures.grant.iter().sum()];
                out.extend(figures.other_income);
                if fees {
                    out.insert(4, figures.other_income[1]);
                }
                out
            },
        )
    }

    pub(super) fn spending(&mut self) -> (String, Vec<Row>) {
        let columns = [
            ("", "本年支出合计"),
            ("", "基本支出"),
            ("", "项目支出"),
            ("", "上缴上级支出"),
            ("", "经营支出"),
            ("", "对附属单位补助支出"),
        ];
        self.by_account(
            "支出决算表",
            &columns,
            |figures| figures.spending().iter().sum::<i64>() != 0,
            |figures| {
                let spending = figures.spending();
                let mut out = vec![spending.iter().sum()];
                out.extend(spending);
                out
            },
        )
    }

    pub(super) fn general(&mut self) -> (String, Vec<Row>) {
        if self.style.wide_general {
            let columns = [
                ("", "年初结转"),
                ("", "本年收入"),
                ("本年支出", "小计"),
                ("本年支出", "基本支出"),
                ("本年支出", "项目支出"),
                ("", "年末结转"),
            ];
            return self.by_account(
                "一般公共预算支出表",
                &columns,
                |figures| figures.source(0) != 0 || figures.grant[0] != 0,
                |figures| {
                    vec![
                        figures.opening[0],
                        figures.grant[0],
                        figures.source(0),
                        figures.spent[0][0],
                        figures.spent[0][1],
                        figures.closing[0],
                    ]
                },
            );
        }
        let columns = [("本年支出", "小计"), ("本年支出", "基本支出"), ("本年支出", "项目支出")];
        self.by_account(
            "一般公共预算支出表",
            &columns,
            |figures| figures.source(0) != 0,
            |figures| vec![figures.source(0), figures.spent[0][0], figures.spent[0][1]],
        )
    }

    pub(super) fn source(&mut self, source: usize, form: &str, wide: bool) -> (String, Vec<Row>) {
        let shown =
            move |figures: &Figures| figures.source(source) != 0 || figures.grant[source] != 0;
        let spent = move |figures: &Figures| {
            vec![figures.source(source), figures.spent[source][0], figures.spent[source][1]]
        };
        if wide {
            let columns = [
                ("", "年初结转"),
                ("", "本年收入"),
                ("本年支出", "小计"),
                ("本年支出", "基本支出"),
                ("本年支出", "项目支出"),
                ("", "年末结转"),
            ];
            return self.by_account(form, &columns, shown, move |figures| {
                let mut out = vec![figures.opening[source], figures.grant[source]];
                out.extend(spent(figures));
                out.push(figures.closing[source]);
                out
            });
        }
        self.by_account(
            form,
            &[("本年支出", "小计"), ("本年支出", "基本支出"), ("本年支出", "项目支出")],
            shown,
            spent,
        )
    }
}
