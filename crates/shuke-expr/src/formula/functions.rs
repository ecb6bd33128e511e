//! The functions of formulas: one table of names, groups, numbers of arguments, and what people read of them.

use shuke_base::Text;

/// What a function is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Decides.
    Logic,
    /// Counts.
    Number,
    /// Makes texts.
    Text,
    /// Days and moments.
    Time,
}

impl Group {
    /// The api name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Logic => "logic",
            Self::Number => "number",
            Self::Text => "text",
            Self::Time => "time",
        }
    }
}

macro_rules! functions {
    ($($variant:ident = $name:literal, $alias:literal, $group:ident, $least:literal ..= $most:literal,
        $usage:literal, $zh:literal, $en:literal;)+) => {
        /// A function of formulas.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Function { $(#[doc = $en] $variant,)+ }

        impl Function {
            /// Every function, in the order that people are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name that formulas are kept with.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// A Chinese name that is understood, too.
            #[must_use]
            pub fn alias(self) -> &'static str {
                match self { $(Self::$variant => $alias,)+ }
            }

            /// What it is about.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)+ }
            }

            /// How few and how many arguments it takes.
            #[must_use]
            pub fn arguments(self) -> (usize, usize) {
                match self { $(Self::$variant => ($least, $most),)+ }
            }

            /// How it is written.
            #[must_use]
            pub fn usage(self) -> &'static str {
                match self { $(Self::$variant => $usage,)+ }
            }

            /// What it gives, in both languages.
            #[must_use]
            pub fn text(self) -> Text {
                match self { $(Self::$variant => Text::new($zh, $en),)+ }
            }
        }
    };
}

functions! {
    If = "IF", "如果", Logic, 2..=3, "IF(condition, then, otherwise)", "条件成立时取第二个值，否则取第三个值（可省略，为空）", "The second value when the condition holds, otherwise the third (blank when left out)";
    Switch = "SWITCH", "匹配", Logic, 3..=41, "SWITCH(value, case1, result1, …, otherwise)", "按值逐个匹配，取对应的结果；最后可写“其他情况”", "The result of the first case that equals the value; the last one may be for all others";
    And = "AND", "并且", Logic, 1..=20, "AND(condition1, condition2, …)", "所有条件都成立", "All conditions hold";
    Or = "OR", "或者", Logic, 1..=20, "OR(condition1, condition2, …)", "至少一个条件成立", "At least one condition holds";
    Not = "NOT", "非", Logic, 1..=1, "NOT(condition)", "条件不成立", "The condition does not hold";
    IsBlank = "ISBLANK", "为空", Logic, 1..=1, "ISBLANK(value)", "没有值", "There is no value";
    Coalesce = "COALESCE", "首个非空", Logic, 2..=20, "COALESCE(value1, value2, …)", "第一个不为空的值", "The first value that is not blank";
    Round = "ROUND", "四舍五入", Number, 1..=2, "ROUND(number, places)", "四舍五入到指定小数位（不写为整数）", "Rounded to so many places, halves away from zero";
    Abs = "ABS", "绝对值", Number, 1..=1, "ABS(number)", "绝对值", "Without its sign";
    Min = "MIN", "最小值", Number, 1..=20, "MIN(value1, value2, …)", "最小的值，空值不算", "The smallest; blanks don't count";
    Max = "MAX", "最大值", Number, 1..=20, "MAX(value1, value2, …)", "最大的值，空值不算", "The largest; blanks don't count";
    Sum = "SUM", "求和", Number, 1..=20, "SUM(number1, number2, …)", "各数之和，空值不算", "All together; blanks don't count";
    Ceil = "CEIL", "向上取整", Number, 1..=1, "CEIL(number)", "向上取整", "The next whole number upwards";
    Floor = "FLOOR", "向下取整", Number, 1..=1, "FLOOR(number)", "向下取整", "The next whole number downwards";
    Mod = "MOD", "取余", Number, 2..=2, "MOD(number, divisor)", "余数，符号与除数相同", "The remainder, with the sign of the divisor";
    Value = "VALUE", "转数字", Number, 1..=1, "VALUE(text)", "把文字变成数字，不是数字时为空", "The number that a text holds; blank when it holds none";
    Len = "LEN", "字数", Text, 1..=1, "LEN(text)", "字数", "How many characters";
    Left = "LEFT", "左截取", Text, 2..=2, "LEFT(text, count)", "前几个字", "The first characters";
    Right = "RIGHT", "右截取", Text, 2..=2, "RIGHT(text, count)", "后几个字", "The last characters";
    Mid = "MID", "中间截取", Text, 3..=3, "MID(text, start, count)", "从第几个字起取几个字（从 1 数起）", "So many characters from a place on, counted from 1";
    Upper = "UPPER", "大写字母", Text, 1..=1, "UPPER(text)", "字母变大写", "In capital letters";
    Lower = "LOWER", "小写字母", Text, 1..=1, "LOWER(text)", "字母变小写", "In small letters";
    Trim = "TRIM", "去空格", Text, 1..=1, "TRIM(text)", "去掉首尾空格", "Without spaces at the ends";
    Concat = "CONCAT", "连接", Text, 1..=20, "CONCAT(text1, text2, …)", "把文字连在一起，同 &", "Texts one behind the other, as with &";
    Contains = "CONTAINS", "包含", Text, 2..=2, "CONTAINS(text, part)", "文字含有该部分，或多选含有该选项", "The text has the part, or the list has the entry";
    Replace = "REPLACE", "替换", Text, 3..=3, "REPLACE(text, old, new)", "把文字中的一段都换成另一段", "With every occurrence of a part changed";
    Text = "TEXT", "转文字", Text, 1..=2, "TEXT(value, \"#,##0.00\")", "按格式变成文字：数字如 #,##0.00，日期如 yyyy-MM-dd", "As a text by a pattern: #,##0.00 for numbers, yyyy-MM-dd for dates";
    RmbUpper = "RMBUPPER", "人民币大写", Text, 1..=1, "RMBUPPER(amount)", "人民币大写金额，例如 壹佰元整", "The amount in Chinese capital figures";
    Today = "TODAY", "今天", Time, 0..=0, "TODAY()", "今天的日期", "The day that it is";
    Now = "NOW", "现在", Time, 0..=0, "NOW()", "现在的时间", "The moment that it is";
    Year = "YEAR", "年份", Time, 1..=1, "YEAR(date)", "年", "The year";
    Month = "MONTH", "月份", Time, 1..=1, "MONTH(date)", "月，1 到 12", "The month, 1 to 12";
    Day = "DAY", "日", Time, 1..=1, "DAY(date)", "日，1 到 31", "The day of the month, 1 to 31";
    Weekday = "WEEKDAY", "星期", Time, 1..=1, "WEEKDAY(date)", "星期几，周一为 1，周日为 7", "The day of the week, Monday is 1";
    Date = "DATE", "日期", Time, 1..=3, "DATE(year, month, day)", "由年、月、日得到日期；只写一个时间时取其日期", "The day of year, month and day; of a single moment its day";
    DateAdd = "DATEADD", "日期加", Time, 3..=3, "DATEADD(date, count, \"day\")", "加上若干 day、week、month、quarter、year（时间还可用 hour、minute）", "So many of day, week, month, quarter, year later; of a moment also hour and minute";
    DateDiff = "DATEDIFF", "日期差", Time, 3..=3, "DATEDIFF(start, end, \"day\")", "两个日期相差的整天、周、月、季、年数", "How many whole units lie between";
    NetWorkdays = "NETWORKDAYS", "工作日数", Time, 2..=2, "NETWORKDAYS(start, end)", "两个日期之间的工作日数，含首尾，按公司的工作日历", "How many working days from one day to the other, both counted, by the company's calendar";
    Workday = "WORKDAY", "工作日后", Time, 2..=2, "WORKDAY(date, count)", "若干个工作日之后（负数为之前）的日期，按公司的工作日历", "The day so many working days later (earlier when negative), by the company's calendar";
}

impl Function {
    /// The function of this name, in any case, or of this Chinese name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let upper = name.to_uppercase();
        Self::ALL.iter().copied().find(|known| known.name() == upper || known.alias() == name)
    }
}
