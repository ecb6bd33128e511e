//! Properties of a request, from the query string or from a JSON body, taken one by one. What is wrong with any of
//! them, and what nobody asked for, is told at once and by name.

use axum::extract::FromRequestParts;
use http::Uri;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, DateTime, Fault, FieldFault, Moment, Text, Utc, Uuid};

use crate::refusal::Refused;

/// The properties that have not been taken yet, and what was wrong so far.
#[derive(Debug)]
pub(crate) struct Given {
    rest: Map<String, Json>,
    faults: Vec<FieldFault>,
    /// From the query string, where everything is text.
    texts: bool,
    /// Path of the whole, for the names of faults.
    path: String,
}

/// The query string.
#[derive(Debug)]
pub(crate) struct Query(pub(crate) Given);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        Ok(Self(Given::from_uri(&parts.uri)?))
    }
}

fn decode(text: &str) -> Result<String, Refused> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded
        .map(|text| text.into_owned())
        .map_err(|_| Refused::malformed("参数不是 UTF-8", "a parameter is not UTF-8"))
}

impl Given {
    /// The properties of a query string.
    pub(crate) fn from_uri(uri: &Uri) -> Result<Self, Refused> {
        let mut rest = Map::new();
        for pair in uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name)?;
            if rest.insert(name.clone(), Json::String(decode(value)?)).is_some() {
                let (zh, en) =
                    (format!("参数“{name}”出现了两次"), format!("the parameter “{name}” is given twice"));
                return Err(Refused::malformed(&zh, &en));
            }
        }
        Ok(Self { rest, faults: Vec::new(), texts: true, path: String::new() })
    }

    /// The properties of a body, or of a part of it at `path`.
    pub(crate) fn from_fields(fields: Map<String, Json>, path: &str) -> Self {
        Self { rest: fields, faults: Vec::new(), texts: false, path: path.to_owned() }
    }

    fn fault(&mut self, name: &str, code: Code) -> &mut FieldFault {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        self.faults.push(FieldFault::property(&path, code));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn expected(&mut self, name: &str, zh: &str, en: &str) {
        let fault = self.fault(name, Code::WrongType);
        *fault = fault.clone().label_arg("expected", Text::new(zh, en));
    }

    /// Whether the property is there and not null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.rest.get(name).is_some_and(|value| !value.is_null())
    }

    /// The names of all properties that are left.
    pub(crate) fn names(&self) -> Vec<String> {
        self.rest.keys().cloned().collect()
    }

    /// Anything. Absent and null are the same.
    pub(crate) fn any(&mut self, name: &str) -> Option<Json> {
        self.rest.remove(name).filter(|value| !value.is_null())
    }

    /// A JSON tree: in the query string as text.
    pub(crate) fn filter(&mut self, name: &str) -> Option<Json> {
        let value = self.any(name)?;
        match value {
            Json::String(text) if self.texts => serde_json::from_str(&text)
                .map_err(|error| {
                    let fault = self.fault(name, Code::InvalidFilter);
                    *fault = fault.clone().with("reason", error);
                })
                .ok(),
            other => Some(other),
        }
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        match self.any(name)? {
            Json::String(text) => Some(text),
            _ => {
                self.expected(name, "文字", "text");
                None
            }
        }
    }

    /// Texts: in the query string with commas between them.
    pub(crate) fn words(&mut self, name: &str) -> Option<Vec<String>> {
        let words: Option<Vec<String>> = match self.any(name)? {
            Json::String(text) if self.texts => {
                let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
                Some(words.map(str::to_owned).collect())
            }
            Json::Array(list) => list.into_iter().map(|word| word.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        if words.is_none() {
            self.expected(name, "文字列表", "a list of texts");
        }
        words
    }

    /// A whole number from zero on. One that is too large for any use comes out as the largest there is.
    pub(crate) fn count(&mut self, name: &str) -> Option<usize> {
        let value = self.any(name)?;
        let number = match &value {
            Json::String(text)
                if self.texts && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                Some(text.parse().unwrap_or(usize::MAX))
            }
            Json::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
            _ => None,
        };
        if number.is_none() {
            self.expected(name, "不小于 0 的整数", "a whole number from 0 on");
        }
        number
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, name: &str) -> Option<i64> {
        let number = self.any(name)?.as_i64();
        if number.is_none() {
            self.expected(name, "整数", "a whole number");
        }
        number
    }

    /// Yes or no; no when absent.
    pub(crate) fn yes(&mut self, name: &str) -> bool {
        match self.any(name) {
            None => false,
            Some(Json::Bool(yes)) => yes,
            Some(Json::String(text)) if self.texts && matches!(text.as_str(), "true" | "1") => true,
            Some(Json::String(text)) if self.texts && matches!(text.as_str(), "false" | "0") => false,
            Some(_) => {
                self.expected(name, "true 或 false", "true or false");
                false
            }
        }
    }

    /// An id.
    pub(crate) fn id(&mut self, name: &str) -> Option<Uuid> {
        let id = self.any(name)?.as_str().and_then(|text| text.parse().ok());
        if id.is_none() {
            self.expected(name, "记录编号 (UUID)", "an id (UUID)");
        }
        id
    }

    /// A moment. A plus sign in the query string that was not escaped is taken for what it was meant to be.
    pub(crate) fn moment(&mut self, name: &str) -> Option<Moment> {
        let text = self.text(name)?;
        let text = if self.texts { text.replace(' ', "+") } else { text };
        let moment = DateTime::parse_from_rfc3339(&text).ok();
        if moment.is_none() {
            self.fault(name, Code::InvalidTime);
        }
        moment.map(|moment| moment.with_timezone(&Utc))
    }

    /// An object.
    pub(crate) fn object(&mut self, name: &str) -> Option<Map<String, Json>> {
        match self.any(name)? {
            Json::Object(fields) => Some(fields),
            _ => {
                self.expected(name, "对象 {…}", "an object {…}");
                None
            }
        }
    }

    /// A list.
    pub(crate) fn list(&mut self, name: &str) -> Option<Vec<Json>> {
        match self.any(name)? {
            Json::Array(list) => Some(list),
            _ => {
                self.expected(name, "列表 […]", "a list […]");
                None
            }
        }
    }

    /// One of a few words, by its place.
    pub(crate) fn one_of(&mut self, name: &str, words: &[&str]) -> Option<usize> {
        let word = self.text(name)?;
        let found = words.iter().position(|known| *known == word);
        if found.is_none() {
            let fault = self.fault(name, Code::UnknownOption);
            *fault = fault.clone().with("value", word);
        }
        found
    }

    /// Notes that a property is missing.
    pub(crate) fn missing(&mut self, name: &str) {
        self.fault(name, Code::Required);
    }

    /// Takes over the faults of a part.
    pub(crate) fn absorb(&mut self, part: Given) {
        self.faults.extend(part.into_faults());
    }

    fn into_faults(mut self) -> Vec<FieldFault> {
        let code = if self.texts { Code::UnknownParameter } else { Code::UnknownField };
        let left: Vec<String> = self.rest.keys().cloned().collect();
        for name in left {
            let fault = self.fault(&name, code);
            *fault = fault.clone().with("name", &name);
        }
        self.faults
    }

    /// Refuses when something was wrong or something is left over.
    pub(crate) fn finish(self) -> Result<(), Refused> {
        let faults = self.into_faults();
        if faults.is_empty() { Ok(()) } else { Err(Refused(Fault::invalid(faults))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Given {
        Given::from_uri(&format!("/x?{text}").parse().unwrap()).unwrap()
    }

    fn codes(given: Given) -> Vec<(String, Code)> {
        given.into_faults().into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn what_nobody_asked_for_is_refused_by_name() {
        let mut given = query("limit=20&colour=red&sort=-created_at,+name");
        assert_eq!(given.count("limit"), Some(20));
        assert_eq!(given.words("sort"), Some(vec!["-created_at".to_owned(), "name".to_owned()]));
        assert_eq!(codes(given), [("colour".to_owned(), Code::UnknownParameter)]);
    }

    #[test]
    fn wrong_kinds_are_told_with_their_path() {
        let fields = serde_json::from_str(r#"{"version":"3","values":[],"op":"drop"}"#).unwrap();
        let mut given = Given::from_fields(fields, "operations[2]");
        assert_eq!(given.whole("version"), None);
        assert_eq!(given.object("values"), None);
        assert_eq!(given.one_of("op", &["create"]), None);
        let names: Vec<String> = codes(given).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["operations[2].version", "operations[2].values", "operations[2].op"]);
    }

    #[test]
    fn a_huge_number_stays_a_number_and_anything_else_is_none() {
        assert_eq!(query("limit=99999999999999999999999").count("limit"), Some(usize::MAX));
        let mut given = query("limit=-1");
        assert_eq!(given.count("limit"), None);
        assert_eq!(codes(given), [("limit".to_owned(), Code::WrongType)]);
    }

    #[test]
    fn a_filter_in_the_address_is_read_or_refused() {
        let mut given = query("filter=%7B%22and%22%3A%5B%5D%7D");
        assert!(given.filter("filter").unwrap().is_object());
        let mut given = query("filter=%7B");
        assert_eq!(given.filter("filter"), None);
        assert_eq!(codes(given), [("filter".to_owned(), Code::InvalidFilter)]);
    }

    #[test]
    fn bad_utf8_and_doubles_are_refused() {
        assert!(Given::from_uri(&"/x?q=%ff".parse().unwrap()).is_err());
        assert!(Given::from_uri(&"/x?q=1&q=2".parse().unwrap()).is_err());
    }
}
