//! What a document lacks of an outline or of a blank form, and what of the form is left, in words.

/// How many are named.
const NAMED: usize = 6;

/// What a document does not keep of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineFault {
    /// Its contents page lists what is not there.
    Listed,
    /// Its contents page lists in another order.
    Order,
    /// The rule lists in another order.
    ListedOrder,
    /// The pages of its contents go down.
    Pages,
    /// The blank form, or the rule, has sections that it lacks.
    Lacking,
}

/// That these sections are not there, or not in order, in the rule's own words where it has some.
#[must_use]
pub fn outline(own: Option<String>, fault: OutlineFault, titles: &[String]) -> String {
    let named = named(titles);
    let before = own.unwrap_or_else(|| {
        match fault {
            OutlineFault::Listed => "目录列出、正文里没有",
            OutlineFault::Order => "正文里的次序与目录不同",
            OutlineFault::ListedOrder => "正文里的次序与规则写的次序不同",
            OutlineFault::Pages => "目录的页码比上一行小",
            OutlineFault::Lacking => "缺少格式里有的部分",
        }
        .to_owned()
    });
    format!("{before}：{named}")
}

/// What a document shares with its blank form, or lacks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// It is the form itself: so many of its places, of all.
    Itself(usize, usize),
    /// Sentences that it lacks.
    Lacking,
}

/// That in words.
#[must_use]
pub fn template(own: Option<String>, fault: TemplateFault, sentences: &[String]) -> String {
    match fault {
        TemplateFault::Itself(left, all) => {
            format!("这份文件就是空白格式：格式里要填、要删的 {all} 处，{left} 处原样没有动")
        }
        TemplateFault::Lacking => {
            let before = own.unwrap_or_else(|| "空白格式里有、文件里没有写".to_owned());
            format!("{before}：{}", named(sentences))
        }
    }
}

/// Names in quotation marks, the first of them where they are many.
#[must_use]
pub fn named(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| quoted(name)).collect();
    let mut out = shown.join("、");
    if names.len() > NAMED {
        out.push_str(&format!("等 {} 处", names.len()));
    }
    out
}

/// A name in quotation marks.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("“{name}”")
}
