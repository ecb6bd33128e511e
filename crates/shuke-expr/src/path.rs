//! Finds the field that a dotted path such as `account.region` leads to.

use std::sync::Arc;

use shuke_base::{Code, FieldFault, Text, limits};
use shuke_meta::{FieldDef, ObjectDef, Schema};

use crate::cond::{Hop, Path};

/// The field that `typed` leads to from `object`, through references where it has dots.
///
/// # Errors
/// [`Code::UnknownField`] when there is no such field, when a part before a dot is no reference, and in just the same
/// way when `readable` refuses a field on the way. [`Code::InvalidFilter`] when it passes too many references.
pub fn field_path(
    typed: &str,
    object: &Arc<ObjectDef>,
    schema: &Schema,
    readable: &dyn Fn(&ObjectDef, &FieldDef) -> bool,
) -> Result<Path, FieldFault> {
    let unknown = || FieldFault::property(typed, Code::UnknownField).with("name", typed);
    if typed.matches('.').count() > limits::PATH_HOPS {
        let most = limits::PATH_HOPS;
        let reason = Text::new(
            format!("字段路径最多经过 {most} 个引用"),
            format!("a field path may pass through {most} references"),
        );
        return Err(FieldFault::property(typed, Code::InvalidFilter).label_arg("reason", reason));
    }
    let find = |object: &Arc<ObjectDef>, name: &str| {
        let field = object.position(name).filter(|at| readable(object, &object.fields[*at]));
        field.map(|field| Hop { object: Arc::clone(object), field }).ok_or_else(unknown)
    };
    let (way, last) = typed.rsplit_once('.').map_or((None, typed), |(way, last)| (Some(way), last));
    let mut at = Arc::clone(object);
    let mut hops = Vec::new();
    for name in way.into_iter().flat_map(|way| way.split('.')) {
        let hop = find(&at, name)?;
        let target = hop.def().target_object().and_then(|target| schema.object(target));
        at = Arc::clone(target.ok_or_else(unknown)?);
        hops.push(hop);
    }
    let end = find(&at, last)?;
    Ok(Path { hops, end })
}
