//! What holds together and what doesn't, as tables: a definition in TOML against the faults it gets.

use shuke_base::Locale;

use super::*;

fn shown(result: Result<(), Vec<FieldFault>>) -> String {
    let Err(faults) = result else { return "fine".to_owned() };
    let lines: Vec<String> = faults
        .iter()
        .map(|fault| {
            for locale in [Locale::ZhCn, Locale::En] {
                let message = fault.message(locale);
                let open =
                    ["{field}", "{reason}", "{name}", "{value}", "{min}", "{max}", "{scale}", "{actual}"];
                assert!(!open.iter().any(|place| message.contains(place)), "{message}");
            }
            format!("{} {}", fault.field, fault.code.name())
        })
        .collect();
    lines.join(", ")
}

const OTHER: &str = "name = 'account'\nlabel = {zh = '客户'}\nname_field = 'name'\n\
    [[fields]]\nname = 'name'\nlabel = {zh = '名称'}\nkind = 'text'\n";

fn schema() -> Schema {
    Schema::new(1, [toml::from_str::<ObjectDef>(OTHER).expect("an object")])
}

fn lead() -> ObjectDef {
    let mut object = ObjectDef::default();
    object.name = "lead".to_owned();
    object
}

fn check_field(properties: &str, expect: &str) {
    let def = format!("name = 'f'\nlabel = {{zh = '字段', en = 'Field'}}\n{properties}");
    let def: FieldDef = toml::from_str(&def).unwrap_or_else(|error| panic!("{error}"));
    let object = lead();
    assert_eq!(shown(field(&def, &object, &schema())), expect, "{properties}");
}

fn check_named(name: &str, custom: bool, expect: &str) {
    let mut def = FieldDef::new(name, Text::new("字段", "Field"), FieldKind::Text);
    def.custom = custom;
    let object = lead();
    assert_eq!(shown(field(&def, &object, &schema())), expect, "{name}");
}

#[test]
fn names_are_plain_and_not_reserved() {
    check_named("size", false, "fine");
    check_named("x_size", true, "fine");
    check_named(&format!("x_{}", "a".repeat(38)), true, "fine");
    check_named("size", true, "name invalid_definition");
    check_named("x_size", false, "name invalid_definition");
    for bad in ["", "Size", "1size", "a-b", "尺寸", "a__b", "a_", "_a"] {
        check_named(bad, false, "name invalid_name");
    }
    check_named(&"a".repeat(41), false, "name invalid_name");
    for reserved in ["id", "owner", "version", "can", "object"] {
        check_named(reserved, false, "name reserved_name");
    }
}

/// A sub-table with these columns, each given by its properties.
fn check_columns(columns: &[&str], expect: &str) {
    let column =
        |(at, properties): (usize, &&str)| format!("{{name = 'c{at}', label = {{zh = '列'}}, {properties}}}");
    let columns: Vec<String> = columns.iter().enumerate().map(column).collect();
    check_field(&format!("kind = 'lines'\ncolumns = [{}]", columns.join(", ")), expect);
}

#[test]
fn a_sub_table_has_columns_of_kinds_that_fit_a_cell() {
    check_field("kind = 'lines'", "columns required");
    check_field(
        "kind = 'text'\ncolumns = [{name = 'a', label = {zh = 'a'}, kind = 'text'}]",
        "columns invalid_definition",
    );
    check_field("kind = 'decimal'\ntotal = true", "total invalid_definition");
    check_columns(
        &[
            "kind = 'text', required = true",
            "kind = 'money', total = true",
            "kind = 'reference', target = 'account'",
        ],
        "fine",
    );
    check_columns(
        &["kind = 'choice', options = [{name = 'a', label = {zh = 'a'}}]", "kind = 'bool'", "kind = 'date'"],
        "fine",
    );
    check_columns(&["kind = 'long_text'"], "columns[0].kind invalid_definition");
    check_columns(
        &["kind = 'lines', columns = [{name = 'a', label = {zh = 'a'}, kind = 'text'}]"],
        "columns[0].kind invalid_definition",
    );
    check_columns(&["kind = 'attachment'"], "columns[0].kind invalid_definition");
    check_columns(&["kind = 'text', total = true"], "columns[0].total invalid_definition");
    check_columns(&["kind = 'text', unique = true"], "columns[0].unique invalid_definition");
    check_columns(&["kind = 'text', read_only = true"], "columns[0].read_only invalid_definition");
    check_columns(&["kind = 'reference'"], "columns[0].target required");
    check_columns(&["kind = 'decimal', scale = 7"], "columns[0].scale too_big");
    check_columns(
        &["kind = 'text', read_only = true, computed = {by = 'lookup', path = 'a.b'}"],
        "columns[0].kind invalid_definition",
    );
    check_columns(
        &["kind = 'money', read_only = true, scale = 2, computed = {by = 'formula', formula = '1'}"],
        "fine",
    );
    check_columns(&vec!["kind = 'text'"; 31], "columns batch_too_large");
    let named = |name: &str| {
        format!("kind = 'lines'\ncolumns = [{{name = '{name}', label = {{zh = '列'}}, kind = 'text'}}]")
    };
    check_field(&named("owner"), "fine");
    check_field(&named("id"), "columns[0].name reserved_name");
    check_field(&named("Size"), "columns[0].name invalid_name");
    check_field(
        "kind = 'lines'\nmax = '501'\ncolumns = [{name = 'a', label = {zh = 'a'}, kind = 'text'}]",
        "max too_big",
    );
    check_field(
        "kind = 'lines'\ncolumns = [{name = 'a', label = {zh = 'a'}, kind = 'text'}, {name = 'a', label = {zh = 'b'}, kind = 'text'}]",
        "columns[1].name invalid_definition",
    );
}

#[test]
fn properties_belong_to_their_kind() {
    check_field("kind = 'text'\nmax_length = 100", "fine");
    check_field("kind = 'text'\nmax_length = 0", "max_length too_small");
    check_field("kind = 'text'\nmax_length = 1001", "max_length too_big");
    check_field("kind = 'long_text'\nmax_length = 5000", "fine");
    check_field("kind = 'bool'\nmax_length = 5", "max_length invalid_definition");
    check_field("kind = 'decimal'\nscale = 6", "fine");
    check_field("kind = 'decimal'\nscale = 7", "scale too_big");
    check_field("kind = 'money'\nscale = 5", "scale too_big");
    check_field("kind = 'integer'\nscale = 0", "scale invalid_definition");
    check_field("kind = 'integer'\nmin = '0'\nmax = '10'", "fine");
    check_field("kind = 'integer'\nmin = '0.5'", "min too_precise");
    check_field("kind = 'decimal'\nmin = 'ten'", "min invalid_number");
    check_field("kind = 'decimal'\nmin = '10'\nmax = '1'", "max too_small");
    check_field("kind = 'bool'\nmin = '0'", "min invalid_definition");
    check_field("kind = 'date'\nmin = '0'", "min invalid_date");
    check_field("kind = 'date'\nmin = '2026-01-01'\nmax = '2026-12-31'", "fine");
    check_field("kind = 'date'\nmin = '2026-01-02'\nmax = '2026-01-01'", "max too_early");
    check_field("kind = 'datetime'\nmin = '2026-01-01T00:00:00Z'", "fine");
    check_field("kind = 'datetime'\nmin = '2026-01-01'", "min invalid_time");
    check_field("kind = 'time'\nmin = '9:00'\nmax = '18:00'", "fine");
    check_field("kind = 'time'\nmin = '25:00'", "min invalid_clock");
    check_field("kind = 'rating'\nmax = '10'", "fine");
    check_field("kind = 'rating'\nmax = '11'", "max too_big");
    check_field("kind = 'rating'\nmax = '1'", "max too_small");
    check_field("kind = 'rating'\nmin = '1'", "min invalid_definition");
    check_field("kind = 'text'\nformat = {pattern = '[A-Z]+', message = {zh = '大写'}}", "fine");
    check_field("kind = 'text'\nformat = {pattern = '('}", "format.pattern invalid_definition");
    check_field("kind = 'integer'\nformat = {pattern = '1'}", "format invalid_definition");
    check_field("kind = 'address'\nmax_length = 201", "max_length too_big");
    check_field("kind = 'id_card'\nunique = true\nsearch = true\nindexed = true", "fine");
    check_field("kind = 'attachment'\nmax = '50'\nrequired = true", "fine");
    check_field("kind = 'image'\nmax = '51'", "max too_big");
    check_field("kind = 'image'\nmax = '0'", "max too_small");
    check_field("kind = 'image'\nunique = true", "unique invalid_definition");
    check_field("kind = 'image'\nindexed = true", "indexed invalid_definition");
    check_field("kind = 'image'\ndefault = ['x']", "default invalid_definition");
    check_field("kind = 'rich_text'\nmax_length = 5000\nsearch = true", "fine");
    check_field("kind = 'rich_text'\nindexed = true", "indexed invalid_definition");
    check_field("kind = 'signature'\nrequired = true", "fine");
    check_field("kind = 'signature'\nmax = '2'", "max invalid_definition");
    check_field("kind = 'location'\nunique = true", "unique invalid_definition");
    check_field("kind = 'reference'\ntarget = 'account'", "fine");
    check_field("kind = 'reference'\ntarget = 'lead'", "fine");
    check_field("kind = 'reference'\ntarget = 'nobody'", "target unknown_object");
    check_field("kind = 'reference'", "target required");
    check_field("kind = 'multi_reference'\ntarget = 'account'\nmax = '100'\nrequired = true", "fine");
    check_field("kind = 'multi_reference'\ntarget = 'lead'\nmax = '101'", "max too_big");
    check_field("kind = 'multi_reference'", "target required");
    check_field("kind = 'multi_reference'\ntarget = 'nobody'", "target unknown_object");
    check_field("kind = 'multi_reference'\ntarget = 'lead'\nunique = true", "unique invalid_definition");
    check_field("kind = 'multi_reference'\ntarget = 'lead'\nindexed = true", "indexed invalid_definition");
    check_field("kind = 'user'\ntarget = 'user'", "target invalid_definition");
    check_field("kind = 'auto_number'\npattern = 'L{yyyyMM}-{0000}'", "fine");
    check_field("kind = 'auto_number'\npattern = 'L'", "pattern invalid_definition");
    check_field("kind = 'auto_number'", "pattern required");
    check_field("kind = 'text'\npattern = '{00}'", "pattern invalid_definition");
    check_field("kind = 'id'", "kind invalid_definition");
}

#[test]
fn options_are_named_once_and_labelled() {
    let choice = |options: &str| format!("kind = 'choice'\noptions = [{options}]");
    check_field(&choice("{name = 'a', label = {zh = '甲'}}, {name = '2b', label = {zh = '乙'}}"), "fine");
    check_field(&choice(""), "options invalid_definition");
    check_field(&choice("{name = 'a', label = {zh = '甲'}, active = false}"), "options invalid_definition");
    check_field(
        &choice(
            "{name = 'a', label = {zh = '甲'}}, {name = 'a', label = {zh = '甲'}}, {name = 'B', label = {}}",
        ),
        "options[1].name invalid_definition, options[1].label invalid_definition, options[2].name invalid_name, \
         options[2].label required",
    );
    check_field(
        &choice("{name = 'a', label = {zh = 'A', en = 'A'}, color = 'pink'}"),
        "options[0].color invalid_definition",
    );
    let over = |kind: &str, outcome: &str| {
        format!("kind = '{kind}'\noptions = [{{name = 'a', label = {{zh = '甲'}}, outcome = '{outcome}'}}]")
    };
    for (kind, outcome, expect) in [
        ("choice", "success", "fine"),
        ("choice", "failure", "fine"),
        ("multi_choice", "open", "fine"),
        ("multi_choice", "success", "options[0].outcome invalid_definition"),
        ("cascade", "failure", "options[0].outcome invalid_definition"),
    ] {
        check_field(&over(kind, outcome), expect);
    }
    let stays = |kind: &str, more: &str| {
        format!("kind = '{kind}'\noptions = [{{name = 'a', label = {{zh = '甲'}}, limit_days = {more}}}]")
    };
    for (kind, more, expect) in [
        ("choice", "1", "fine"),
        ("choice", "3650", "fine"),
        ("choice", "0", "options[0].limit_days too_small"),
        ("choice", "3651", "options[0].limit_days too_big"),
        ("choice", "5, outcome = 'success'", "options[0].limit_days invalid_definition"),
        ("multi_choice", "5", "options[0].limit_days invalid_definition"),
    ] {
        check_field(&stays(kind, more), expect);
    }
    check_columns(
        &["kind = 'choice', options = [{name = 'a', label = {zh = '甲'}, outcome = 'success'}]"],
        "columns[0].options[0].outcome invalid_definition",
    );
    let cascade = |options: &str| format!("kind = 'cascade'\noptions = [{options}]");
    let other = "{name = 'a', label = {zh = '甲'}}, {name = 'b', label = {zh = '乙'}}";
    let below = |name: &str| cascade(&format!("{other}, {{name = '{name}', label = {{zh = '甲'}}}}"));
    check_field(&below("a/x"), "fine");
    check_field(&below("c/x"), "options[2].name invalid_definition");
    check_field(&below("a//x"), "options[2].name invalid_definition");
    check_field(&below("a/X"), "options[2].name invalid_name");
    check_field(&choice("{name = 'a/b', label = {zh = '甲'}}"), "options[0].name invalid_name");
    check_field("kind = 'text'\noptions = [{name = 'a', label = {zh = '甲'}}]", "options invalid_definition");
}

#[test]
fn flags_do_not_contradict_each_other() {
    check_field("kind = 'text'\nunique = true\nsearch = true\nindexed = true\nrequired = true", "fine");
    check_field("kind = 'tags'\nunique = true", "unique invalid_definition");
    check_field("kind = 'long_text'\nindexed = true", "indexed invalid_definition");
    check_field("kind = 'integer'\nsearch = true", "search invalid_definition");
    check_field("kind = 'text'\nrequired = true\nread_only = true", "required invalid_definition");
    check_field("kind = 'bool'\nrequired = true\nread_only = true\ndefault = false", "fine");
    check_field("kind = 'auto_number'\npattern = '{00}'\nrequired = true", "required invalid_definition");
}

#[test]
fn what_is_sensitive_is_one_text_that_nothing_needs_in_the_clear() {
    for kind in ["text", "long_text", "phone", "email", "id_card", "credit_code"] {
        check_field(&format!("kind = '{kind}'\nsensitive = true"), "fine");
    }
    check_field("kind = 'id_card'\nsensitive = true\nunique = true\nindexed = true\nrequired = true", "fine");
    for kind in ["integer", "rich_text", "url", "region", "tags"] {
        check_field(&format!("kind = '{kind}'\nsensitive = true"), "sensitive invalid_definition");
    }
    for more in ["search = true", "default = 'x'"] {
        check_field(&format!("kind = 'text'\nsensitive = true\n{more}"), "sensitive invalid_definition");
    }
    let mut object = lead();
    object.name_field = "f".to_owned();
    let mut named = FieldDef::new("f", Text::new("字段", "Field"), FieldKind::Text);
    named.sensitive = true;
    assert_eq!(shown(field(&named, &object, &schema())), "sensitive invalid_definition");
}

#[test]
fn a_default_fits_its_field() {
    check_field("kind = 'text'\ndefault = '甲'", "fine");
    check_field("kind = 'integer'\nmax = '5'\ndefault = 6", "default too_big");
    check_field("kind = 'integer'\ndefault = 'x'", "default invalid_number");
    check_field("kind = 'money'\ndefault = {amount = '1.5', currency = 'CNY'}", "fine");
    check_field("kind = 'user'\ndefault = '@me'", "fine");
    check_field("kind = 'date'\ndefault = '@today'", "fine");
    check_field("kind = 'datetime'\ndefault = '@now'", "fine");
    check_field("kind = 'date'\ndefault = '@now'", "default invalid_definition");
    check_field("kind = 'text'\ndefault = '@home'", "fine");
    check_field("kind = 'text'\ndefault = '@me'", "default invalid_definition");
    check_field("kind = 'text'\nunique = true\ndefault = '甲'", "default invalid_definition");
    check_field(
        "kind = 'choice'\ndefault = 'b'\noptions = [{name = 'a', label = {zh = '甲'}}]",
        "default unknown_option",
    );
}

fn check_object(head: &str, fields: &str, expect: &str) {
    let text = format!("name = 'deal'\nlabel = {{zh = '单'}}\n{head}\n{fields}");
    let def: ObjectDef = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(shown(object(&def, &schema())), expect, "{head}");
}

#[test]
fn an_object_names_only_what_it_has() {
    let name = "[[fields]]\nname = 'name'\nlabel = {zh = '名'}\nkind = 'text'\n";
    let head = "name_field = 'name'\n";
    check_object(head, name, "fine");
    check_object(
        &format!("{head}list_columns = ['name', 'created_at']\nowned = true\nindexes = [['owner', 'name']]"),
        name,
        "fine",
    );
    check_object("name_field = 'title'", name, "name_field unknown_field");
    check_object("name_field = 'created_at'", name, "name_field invalid_definition");
    check_object(&format!("{head}stage_field = 'name'"), name, "stage_field invalid_definition");
    check_object(&format!("{head}stage_field = 'stage'"), name, "stage_field unknown_field");
    check_object(
        &format!("{head}list_columns = ['name', 'owner', 'name']"),
        name,
        "list_columns[1] unknown_field, list_columns[2] invalid_definition",
    );
    check_object(
        &format!("{head}indexes = [[], ['name', 'x']]"),
        name,
        "indexes[0] invalid_definition, indexes[1][1] unknown_field",
    );
    check_object(
        &format!("{head}layout = [{{label = {{}}, fields = ['name', 'x', 'name']}}]"),
        name,
        "layout[0].label required, layout[0].fields[1] unknown_field, layout[0].fields[2] invalid_definition",
    );
    check_object(
        &format!(
            "{head}type_field = 'name'\nlayout_related = ['x']\nlayout_tabs = [{{label = {{}}, sections = [{{label = {{zh = '组'}}, fields = ['x']}}]}}]"
        ),
        name,
        "layout_tabs[0].label required, layout_tabs[0].sections[0].fields[0] unknown_field, \
         layout_related[0] invalid_definition, type_field invalid_definition",
    );
    check_object(
        &format!("{head}color = 'pink'\ngroup = 'x'\nicon = 'A b'"),
        name,
        "color invalid_definition, group unknown_option, icon invalid_definition",
    );
    check_object(head, &format!("{name}{name}"), "fields.name.name field_exists");
    let bad = "[[fields]]\nname = 'f'\nlabel = {}\nkind = 'text'\nmax_length = 0\n";
    check_object(head, &format!("{name}{bad}"), "fields.f.label required, fields.f.max_length too_small");
}

/// An object with a type, a required name, and one layout beside its own.
fn check_layout(properties: &str, expect: &str) {
    let text = format!(
        "name = 'thing'\nlabel = {{zh = '物'}}\nname_field = 'name'\ntype_field = 'kind'\n\
         [[fields]]\nname = 'name'\nlabel = {{zh = '名称'}}\nkind = 'text'\nrequired = true\n\
         [[fields]]\nname = 'kind'\nlabel = {{zh = '类型'}}\nkind = 'choice'\n\
         options = [{{name = 'person', label = {{zh = '个人'}}}}]\n\
         [[layouts]]\nname = 'a'\nlabel = {{zh = '甲'}}\n{properties}"
    );
    let def: ObjectDef = toml::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(shown(object(&def, &schema())), expect, "{properties}");
}

#[test]
fn layouts_are_for_types_that_are_there_and_have_what_is_required() {
    let sections = "sections = [{label = {zh = '组'}, fields = ['name']}]\n";
    check_layout(sections, "fine");
    check_layout(&format!("{sections}types = ['person']\nrelated = ['contact.account']"), "fine");
    check_layout(
        &format!("{sections}types = ['person', 'robot', 'person']\nroles = ['a', 'a']"),
        "layouts[0].roles[1] invalid_definition, layouts[0].types[1] unknown_option, layouts[0].types[2] invalid_definition",
    );
    check_layout("", "layouts[0].sections invalid_definition");
    check_layout(
        "sections = [{label = {}, columns = 3, fields = ['name', 'x']}]\n\
         [[layouts.tabs]]\nlabel = {}\nsections = [{label = {zh = '组'}, fields = ['name']}]",
        "layouts[0].sections[0].label required, layouts[0].sections[0].columns invalid_definition, \
         layouts[0].sections[0].fields[1] unknown_field, layouts[0].tabs[0].label required, \
         layouts[0].tabs[0].sections[0].fields[0] invalid_definition",
    );
    check_layout(
        &format!("{sections}[[layouts]]\nname = 'a'\nlabel = {{zh = '乙'}}\n{sections}"),
        "layouts[1].name invalid_definition",
    );
    check_layout(
        &format!("{sections}[[layouts]]\nname = 'default'\nlabel = {{}}\n{sections}"),
        "layouts[1].name reserved_name, layouts[1].label required",
    );
    check_layout(
        &format!("{sections}related_tabs = ['contact.account']\nhighlights = ['name', 'kind']"),
        "fine",
    );
    check_layout(&format!("{sections}related_tabs = []\nhighlights = []"), "fine");
    check_layout(
        &format!("{sections}related_tabs = ['a', 'b.c', 'b.c']\nhighlights = ['x', 'name', 'name', 'id']"),
        "layouts[0].highlights[0] unknown_field, layouts[0].highlights[2] invalid_definition, \
         layouts[0].highlights[3] invalid_definition, layouts[0].related_tabs[0] invalid_definition, \
         layouts[0].related_tabs[2] invalid_definition",
    );
    let seven = "'name', 'kind', 'created_at', 'updated_at', 'created_by', 'updated_by', 'deleted_at'";
    check_layout(&format!("{sections}highlights = [{seven}]"), "layouts[0].highlights invalid_definition");
    let many: String =
        (0..25).map(|n| format!("[[layouts]]\nname = 'l{n}'\nlabel = {{zh = '乙'}}\n{sections}")).collect();
    check_layout(&format!("{sections}{many}"), "layouts too_many_layouts");
    let tabs: String = (0..11).map(|n| format!("[[layouts.tabs]]\nlabel = {{zh = '页{n}'}}\n")).collect();
    check_layout(&format!("{sections}{tabs}"), "layouts[0].tabs invalid_definition");
}
