//! The attribute `#[db_test]`: one test function, run on both databases.
//!
//! It reads no more of the function than its name, so it needs no parser of the whole language.

use proc_macro::{Delimiter, TokenStream, TokenTree};

/// Turns `async fn name(db: TestDb) { … }` into a module `name` with two tests, `sqlite` and `postgres`. The function
/// may also answer a `Result` whose error can be shown.
#[proc_macro_attribute]
pub fn db_test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let found = if arguments.is_empty() { name_of(&item) } else { Err("db_test takes no arguments") };
    match found {
        Ok(name) => tests(&name, item),
        Err(reason) => format!("::core::compile_error!({reason:?});").parse().unwrap_or_default(),
    }
}

/// The name of an async function with parameters.
fn name_of(item: &TokenStream) -> Result<String, &'static str> {
    const SHAPE: &str = "db_test stands on `async fn name(db: TestDb)`";
    let tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    let word = |at: usize| match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    };
    let place = (0..tokens.len()).find(|at| word(*at).as_deref() == Some("fn")).ok_or(SHAPE)?;
    if place == 0 || word(place - 1).as_deref() != Some("async") {
        return Err(SHAPE);
    }
    match tokens.get(place + 2) {
        Some(TokenTree::Group(group))
            if group.delimiter() == Delimiter::Parenthesis && !group.stream().is_empty() =>
        {
            word(place + 1).ok_or(SHAPE)
        }
        _ => Err(SHAPE),
    }
}

fn tests(name: &str, item: TokenStream) -> TokenStream {
    let mut inner: TokenStream = "use super::*;".parse().unwrap_or_default();
    inner.extend(item);
    for engine in ["sqlite", "postgres"] {
        let test =
            format!("#[::core::prelude::v1::test] fn {engine}() {{ ::shuke_testkit::on_{engine}({name}); }}");
        inner.extend(test.parse::<TokenStream>().unwrap_or_default());
    }
    let mut module: TokenStream = format!("mod {name}").parse().unwrap_or_default();
    module.extend([TokenTree::Group(proc_macro::Group::new(Delimiter::Brace, inner))]);
    module
}
