//! A range of columns as a spreadsheet writes it: `SUM(住宿费:其他)`, `住宿费至其他`.

use super::cells;
use super::names::{FormulaMistake, Names, Owner};
use gouji_values::kind::Kind;

/// What stands between the ends of a range.
const SIGNS: &[&str] =
    &["……", "——", "...", "..", "~", "～", ":", "：", "至", "到", "…", "—", "–", "-"];

/// The mistake of a formula that writes a range of columns, as one about the range.
pub(super) fn ranged(
    mistake: FormulaMistake,
    source: &str,
    names: &Names,
    owner: &Owner,
) -> FormulaMistake {
    range(source, names, owner).unwrap_or_else(|| cells::named(mistake, source, names, owner))
}

fn range(source: &str, names: &Names, owner: &Owner) -> Option<FormulaMistake> {
    let Owner::Form(form, _) = owner else { return None };
    let columns = &names.forms.get(*form)?.columns;
    for (at, (first, kind)) in columns.iter().enumerate().filter(|(_, (_, kind))| kind.is_numeric())
    {
        for (start, _) in source.match_indices(first.as_str()) {
            let behind = source.get(start + first.len()..)?;
            let rest = behind.trim_start();
            let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) else { continue };
            let rest = rest.strip_prefix(*sign)?.trim_start();
            let is_last =
                |(_, (name, _)): &(usize, &(String, Kind))| rest.starts_with(name.as_str());
            let longest = columns.iter().enumerate().skip(at + 1).filter(is_last);
            let Some((to, (last, _))) = longest.max_by_key(|(_, (name, _))| name.len()) else {
                continue;
            };
            // between two columns a stroke takes one from the other
            if *sign == "-" {
                continue;
            }
            let end = source.len() - rest.len() + last.len();
            // the figure that is to be their sum is none of them
            let rest = format!(
                "{} {}",
                source.get(..start).unwrap_or(""),
                source.get(end..).unwrap_or("")
            );
            let is_named = |name: &str| {
                rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
            };
            let between = columns.get(at..=to)?.iter().filter(|(_, own)| own == kind);
            let names = between.map(|(name, _)| name.as_str());
            let all: Vec<&str> = names.filter(|name| !is_named(name)).collect();
            return Some(told(source, start..end, &all.join(" + ")));
        }
    }
    None
}

/// The mistake, with what stands in place of the range and of the `sum` around it.
fn told(source: &str, range: std::ops::Range<usize>, all: &str) -> FormulaMistake {
    let before = source.get(..range.start).unwrap_or("");
    let behind = source.get(range.end..).unwrap_or("");
    let call = before.trim_end().strip_suffix(['(', '（']).map(str::trim_end);
    let sum = call.and_then(|call| {
        let name = ["sum", "SUM", "Sum", "求和", "合计"]
            .iter()
            .find_map(|name| call.strip_suffix(name))?;
        let behind = behind.trim_start().strip_prefix([')', '）'])?;
        Some(format!("{name}{all}{behind}"))
    });
    let whole = sum.unwrap_or_else(|| format!("{before}{all}{behind}"));
    FormulaMistake::new(range, "公式里不能写从哪一列到哪一列")
        .help(format!("各列写出来：{}", whole.trim()))
}
