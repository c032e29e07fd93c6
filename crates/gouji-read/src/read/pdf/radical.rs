//! Radicals that some programs write where the ideograph of the same shape is meant: fonts share
//! one outline for both, and the way back from outlines to characters finds the radical first.

/// The ideographs of U+2F00 to U+2FD5 in order, as Unicode's compatibility mapping has them.
const KANGXI: &str = concat!(
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴",
    "廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿",
    "目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵",
    "邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠",
);
/// Radicals of U+2E80 to U+2EF3 that have the shape of an ideograph in use.
const SUPPLEMENT: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺇', '几'),
    ('⺌', '小'),
    ('⺍', '小'),
    ('⺎', '兀'),
    ('⺗', '心'),
    ('⺜', '日'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺢', '水'),
    ('⺧', '牛'),
    ('⺩', '玉'),
    ('⺫', '目'),
    ('⺮', '竹'),
    ('⺷', '羊'),
    ('⻁', '虎'),
    ('⻃', '西'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '长'),
    ('⻒', '长'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻟', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

/// The ideograph of a radical; any other character as it is.
pub(super) fn ideograph(char: char) -> char {
    match char {
        '\u{2F00}'..='\u{2FD5}' => KANGXI.chars().nth(char as usize - 0x2F00).unwrap_or(char),
        '\u{2E80}'..='\u{2EF3}' => SUPPLEMENT
            .iter()
            .find(|(radical, _)| *radical == char)
            .map_or(char, |(_, ideograph)| *ideograph),
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_ideographs() {
        let text = "\u{2F00}般公共预算\u{2F8F}政支出：\u{2FA6}额（\u{2ED3}期）\u{2FD5}";
        assert_eq!(
            text.chars().map(ideograph).collect::<String>(),
            "一般公共预算行政支出：金额（长期）龠"
        );
    }
}
