//! A refusal as callers read it: RFC 9457, with the code, the fields, and the number of the request.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid};

use crate::refusal::{status, title};

/// What stands in front of a code in the `type` of a problem.
pub(crate) const TYPE: &str = "urn:shuke:error:";

/// The body of a refusal.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    code: &'static str,
    detail: String,
    request_id: Uuid,
    errors: Vec<FieldProblem>,
    #[serde(flatten)]
    more: Map<String, Json>,
}

#[derive(Debug, Serialize)]
struct FieldProblem {
    field: String,
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    yours: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theirs: Option<Json>,
}

impl FieldProblem {
    fn new(fault: &FieldFault, locale: Locale) -> Self {
        let read = |text: &String| serde_json::from_str(text).unwrap_or_default();
        Self {
            field: fault.field.clone(),
            code: fault.code.name(),
            message: fault.message(locale),
            yours: fault.yours_theirs.as_ref().map(|(yours, _)| read(yours)),
            theirs: fault.yours_theirs.as_ref().map(|(_, theirs)| read(theirs)),
        }
    }
}

impl Problem {
    /// The problem that a fault is, in the caller's language.
    pub(crate) fn new(fault: &Fault, locale: Locale, request: Uuid) -> Self {
        let detail = match fault.code {
            Code::Internal => fault.clone().with("request", request).message(locale),
            _ => fault.message(locale),
        };
        Self {
            kind: format!("{TYPE}{}", fault.code.name()),
            title: title(fault.code.kind()).get(locale).to_owned(),
            status: status(fault.code).as_u16(),
            code: fault.code.name(),
            detail,
            request_id: request,
            more: fault
                .more
                .iter()
                .map(|(name, json)| ((*name).to_owned(), serde_json::from_str(json).unwrap_or_default()))
                .collect(),
            errors: fault.fields.iter().map(|field| FieldProblem::new(field, locale)).collect(),
        }
    }

    /// The status, also as a number in the body.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }
}

#[cfg(test)]
mod tests {
    use shuke_base::Text;

    use super::*;

    #[test]
    fn a_conflict_carries_both_values_as_json() {
        let mut field = FieldFault::new("budget", &Text::new("预算", "Budget"), Code::Conflict);
        field.yours_theirs = Some((r#""12.50""#.to_owned(), "null".to_owned()));
        let problem = Problem::new(&Fault::new(Code::Stale).field(field), Locale::En, Uuid::nil());
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["status"], 412);
        assert_eq!(json["errors"][0]["yours"], "12.50");
        assert_eq!(json["errors"][0]["theirs"], Json::Null);
        assert_eq!(json["errors"][0]["message"], "Budget was changed by somebody else meanwhile");
    }

    #[test]
    fn a_mistake_of_ours_names_the_request_and_nothing_else() {
        let request = Uuid::from_u128(7);
        let problem = Problem::new(&Fault::new(Code::Internal), Locale::ZhCn, request);
        assert!(problem.detail.contains(&request.to_string()), "{}", problem.detail);
    }
}
