//! What stays as it is once a definition exists, when the whole of it is given anew. Each part is named, so that a new one
//! doesn't compile until it is decided.

use shuke_base::{Code, FieldFault};

use super::ObjectDef;
use crate::field::FieldDef;

fn stays(faults: &mut Vec<FieldFault>, name: &str, same: bool, code: Code) {
    if !same {
        faults.push(FieldFault::property(name, code));
    }
}

impl ObjectDef {
    /// What `self` changes of `old` that can't be changed. Fields have their own [`FieldDef::fixed`].
    #[must_use]
    pub fn fixed(&self, old: &Self) -> Vec<FieldFault> {
        let Self {
            name: _,
            label: _,
            plural: _,
            icon: _,
            color: _,
            group: _,
            nav: _,
            owned,
            custom,
            name_field,
            stage_field: _,
            timeline,
            list_columns: _,
            indexes: _,
            fields: _,
            layout: _,
            layout_tabs: _,
            layout_related: _,
            layout_related_tabs: _,
            layout_highlights: _,
            type_field: _,
            layouts: _,
            checks: _,
            duplicates: _,
            table: _,
            version: _,
            of_lines: _,
            places: _,
        } = self;
        let mut faults = Vec::new();
        stays(&mut faults, "owned", *owned == old.owned, Code::ReadOnly);
        stays(&mut faults, "custom", *custom == old.custom, Code::ReadOnly);
        stays(&mut faults, "name_field", *name_field == old.name_field, Code::ReadOnly);
        stays(&mut faults, "timeline", *timeline == old.timeline, Code::ReadOnly);
        faults
    }
}

impl FieldDef {
    /// What `self` changes of `old` that can't be changed once there are values.
    #[must_use]
    pub fn fixed(&self, old: &Self) -> Vec<FieldFault> {
        let Self {
            name: _,
            label: _,
            kind,
            required: _,
            unique: _,
            read_only,
            search: _,
            indexed: _,
            sensitive,
            sealing: _,
            digests: _,
            help: _,
            max_length: _,
            scale: _,
            min: _,
            max: _,
            format: _,
            target: _,
            default: _,
            pattern: _,
            aliases: _,
            options: _,
            computed,
            cells,
            total: _,
            rules: _,
            system,
            custom,
            column: _,
        } = self;
        let mut faults = Vec::new();
        // How it is computed may change, whether it is may not.
        let by = |field: &Self| field.computed.as_ref().map(std::mem::discriminant);
        let computes = computed.as_ref().map(std::mem::discriminant) == by(old);
        stays(&mut faults, "kind", *kind == old.kind && computes, Code::KindFixed);
        stays(&mut faults, "scale", self.places() == old.places(), Code::KindFixed);
        stays(&mut faults, "target", self.points_to() == old.points_to(), Code::KindFixed);
        stays(&mut faults, "read_only", *read_only == old.read_only, Code::ReadOnly);
        // Values would have to be sealed or opened by a job, which the designer asks for.
        stays(&mut faults, "sensitive", *sensitive == old.sensitive, Code::ReadOnly);
        stays(&mut faults, "system", *system == old.system, Code::ReadOnly);
        stays(&mut faults, "custom", *custom == old.custom, Code::ReadOnly);
        for (at, column) in cells.iter().enumerate() {
            let changed = old.cell(&column.name).map(|before| column.fixed(before)).unwrap_or_default();
            let at_column =
                |fault: FieldFault| FieldFault { field: format!("columns[{at}].{}", fault.field), ..fault };
            faults.extend(changed.into_iter().map(at_column));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use shuke_base::Text;

    use super::*;
    use crate::field::FieldKind;

    #[test]
    fn kind_places_and_what_the_program_keeps_stay() {
        let old = FieldDef::new("x_a", Text::new("甲", "A"), FieldKind::Money);
        let mut new = FieldDef { label: Text::new("乙", "B"), required: true, ..old.clone() };
        assert!(new.fixed(&old).is_empty());
        new.scale = Some(2);
        assert!(new.fixed(&old).is_empty(), "two places are the usual ones");
        new = FieldDef { kind: FieldKind::Text, read_only: true, ..new };
        let told: Vec<String> = new.fixed(&old).into_iter().map(|fault| fault.field).collect();
        assert_eq!(told, ["kind", "read_only"]);
        let lines = |kind| {
            let column = FieldDef::new("x_b", Text::new("乙", "B"), kind);
            FieldDef { cells: vec![column], ..FieldDef::new("x_a", Text::new("甲", "A"), FieldKind::Lines) }
        };
        let told: Vec<String> = lines(FieldKind::Text)
            .fixed(&lines(FieldKind::Date))
            .into_iter()
            .map(|fault| fault.field)
            .collect();
        assert_eq!(told, ["columns[0].kind"]);
        let (mut a, mut b) = (ObjectDef::default(), ObjectDef::default());
        a.owned = true;
        b.name_field = "x".to_owned();
        let told: Vec<String> = a.fixed(&b).into_iter().map(|fault| fault.field).collect();
        assert_eq!(told, ["owned", "name_field"]);
    }
}
