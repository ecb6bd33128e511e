//! What commands print, in the language of whoever reads it.

use std::io::Write as _;

use shuke_base::Locale;

/// The language that the surroundings ask for (`LC_ALL`, `LC_MESSAGES`, `LANG`): Chinese or, for any other, English.
pub(crate) fn locale() -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
    let tag = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    if tag.to_ascii_lowercase().starts_with("zh") { Locale::ZhCn } else { Locale::En }
}

/// A text in that language.
pub(crate) fn two(zh: impl Into<String>, en: impl Into<String>) -> String {
    match locale() {
        Locale::ZhCn => zh.into(),
        Locale::En => en.into(),
    }
}

/// A line on standard output.
pub(crate) fn out(line: impl AsRef<str>) {
    // Whoever closed the pipe has read enough.
    let _ = writeln!(std::io::stdout(), "{}", line.as_ref());
}

/// A line on standard error: progress and warnings.
pub(crate) fn aside(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr(), "{}", line.as_ref());
}
