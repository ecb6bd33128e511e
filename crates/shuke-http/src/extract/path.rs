//! What stands in the address: names of objects and fields, ids. An id that is none is no record's: 404.

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use shuke_base::{Code, Uuid};

use crate::refusal::Refused;

/// The places of the path, in order.
async fn places<S: Send + Sync, const N: usize>(
    parts: &mut Parts,
    state: &S,
) -> Result<[String; N], Refused> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Code::NotFound)?;
    let found: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
    found.try_into().map_err(|_| Refused::from(Code::NoSuchPath))
}

fn id(text: &str) -> Result<Uuid, Refused> {
    text.parse().map_err(|_| Refused::from(Code::NotFound))
}

/// `{object}`.
#[derive(Debug)]
pub(crate) struct ObjectPath(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for ObjectPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let [object] = places(parts, state).await?;
        Ok(Self(object))
    }
}

/// `{object}/{id}`.
#[derive(Debug)]
pub(crate) struct RecordPath(pub(crate) String, pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for RecordPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let [object, text] = places(parts, state).await?;
        Ok(Self(object, id(&text)?))
    }
}

/// `{object}/{id}/team/{user}`, `{object}/{id}/comments/{comment}`.
#[derive(Debug)]
pub(crate) struct MemberPath(pub(crate) String, pub(crate) Uuid, pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for MemberPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let [object, record, user] = places(parts, state).await?;
        Ok(Self(object, id(&record)?, id(&user)?))
    }
}

/// `{id}/…/{part}`, two ids.
#[derive(Debug)]
pub(crate) struct PairPath(pub(crate) Uuid, pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PairPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let [whole, part] = places(parts, state).await?;
        Ok(Self(id(&whole)?, id(&part)?))
    }
}

/// `{object}/…/{field}`.
#[derive(Debug)]
pub(crate) struct FieldPath(pub(crate) String, pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for FieldPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let [object, field] = places(parts, state).await?;
        Ok(Self(object, field))
    }
}

/// `{object}/…/{layout}/…/{number}`; what is no number is no version's.
#[derive(Debug)]
pub(crate) struct VersionPath(pub(crate) String, pub(crate) String, pub(crate) i64);

impl<S: Send + Sync> FromRequestParts<S> for VersionPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let [object, layout, number] = places(parts, state).await?;
        let number = number.parse().map_err(|_| Refused::from(Code::NotFound))?;
        Ok(Self(object, layout, number))
    }
}

/// `{id}`.
#[derive(Debug)]
pub(crate) struct IdPath(pub(crate) Uuid);

impl<S: Send + Sync> FromRequestParts<S> for IdPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let [text] = places(parts, state).await?;
        Ok(Self(id(&text)?))
    }
}
