//! From text to tree.

use shuke_base::Decimal;

use super::fault::FormulaFault;
use super::functions::Function;
use super::lex::{Token, tokens};
use super::tree::{Binary, Expr, Node, Span};
use super::{CHARS, DEPTH, PARTS};

type Read = Result<Node, FormulaFault>;

/// The tree of a formula.
///
/// # Errors
/// The first thing that is wrong: where, and the mend.
pub fn read(text: &str) -> Read {
    let length = text.chars().count();
    let whole = Span { start: 0, end: length };
    if length > CHARS {
        let (zh, en) = (
            format!("公式最多 {CHARS} 个字，请拆成几个字段"),
            format!("a formula takes {CHARS} characters; split it into several fields"),
        );
        return Err(FormulaFault::new(whole, zh, en));
    }
    let mut reader = Reader { tokens: tokens(text)?, next: 0, parts: 0, end: length };
    if reader.tokens.is_empty() {
        return Err(FormulaFault::new(
            whole,
            "请写出公式，例如 数量 * 单价",
            "write a formula, such as quantity * unit_price",
        ));
    }
    let node = reader.expression(0, 0)?;
    match reader.peek() {
        None => Ok(node),
        Some((token, at)) => Err(leftover(token, *at)),
    }
}

fn leftover(token: &Token, at: Span) -> FormulaFault {
    match token {
        Token::Close => {
            FormulaFault::new(at, "多了一个右括号，请删去", "there is a closing bracket too many; remove it")
        }
        Token::Comma => FormulaFault::new(
            at,
            "逗号只能放在函数的括号里",
            "a comma goes inside the brackets of a function only",
        ),
        _ => {
            FormulaFault::new(at, "这里缺少运算符，例如 + 或 &", "an operator such as + or & is missing here")
        }
    }
}

struct Reader {
    tokens: Vec<(Token, Span)>,
    next: usize,
    parts: usize,
    end: usize,
}

impl Reader {
    fn peek(&self) -> Option<&(Token, Span)> {
        self.tokens.get(self.next)
    }

    fn take(&mut self, wanted: &Token) -> Option<Span> {
        let at = self.peek().filter(|(token, _)| token == wanted).map(|(_, at)| *at)?;
        self.next += 1;
        Some(at)
    }

    fn node(&mut self, expr: Expr, at: Span) -> Read {
        self.parts += 1;
        if self.parts > PARTS {
            let (zh, en) = (
                format!("公式最多 {PARTS} 个部分，请拆成几个字段"),
                format!("a formula takes {PARTS} parts; split it into several fields"),
            );
            return Err(FormulaFault::new(at, zh, en));
        }
        Ok(Node { expr, at })
    }

    /// An operand and all operators behind it that bind more tightly than `above`.
    fn expression(&mut self, above: u8, depth: usize) -> Read {
        let mut left = self.operand(depth)?;
        while let Some((Token::Operator(operator), _)) = self.peek() {
            let operator = *operator;
            if operator.strength() <= above {
                break;
            }
            self.next += 1;
            let right = self.expression(operator.strength(), depth + 1)?;
            let at = left.at.to(right.at);
            left = self.node(Expr::Binary(operator, Box::new(left), Box::new(right)), at)?;
        }
        Ok(left)
    }

    fn operand(&mut self, depth: usize) -> Read {
        let end = Span { start: self.end, end: self.end };
        let Some((token, at)) = self.peek().cloned() else {
            return Err(FormulaFault::new(
                end,
                "公式在这里断了，请补上一个值",
                "the formula breaks off here; add a value",
            ));
        };
        if depth > DEPTH {
            let (zh, en) = (
                format!("公式嵌套最多 {DEPTH} 层，请拆成几个字段"),
                format!("a formula nests {DEPTH} levels; split it into several fields"),
            );
            return Err(FormulaFault::new(at, zh, en));
        }
        self.next += 1;
        let node = match token {
            Token::Number(number) => self.node(Expr::Number(number), at)?,
            Token::Text(text) => self.node(Expr::Text(text), at)?,
            Token::Open => {
                let inner = self.expression(0, depth + 1)?;
                self.close(at)?;
                inner
            }
            Token::Operator(Binary::Subtract) => {
                let inner = self.operand(depth + 1)?;
                let whole = at.to(inner.at);
                self.node(Expr::Negative(Box::new(inner)), whole)?
            }
            Token::Operator(Binary::Add) => self.operand(depth + 1)?,
            Token::Name(name, braced) => self.named(name, braced, at, depth)?,
            Token::Operator(_) => {
                return Err(FormulaFault::new(
                    at,
                    "运算符前缺少一个值",
                    "a value is missing before the operator",
                ));
            }
            Token::Close | Token::Comma | Token::Dot | Token::Percent => {
                return Err(FormulaFault::new(at, "这里缺少一个值", "a value is missing here"));
            }
        };
        self.percent(node)
    }

    /// `8%` is 0.08.
    fn percent(&mut self, node: Node) -> Read {
        let Some(sign) = self.take(&Token::Percent) else { return Ok(node) };
        match node.expr {
            Expr::Number(number) => {
                self.node(Expr::Number((number / Decimal::ONE_HUNDRED).normalize()), node.at.to(sign))
            }
            _ => Err(FormulaFault::new(sign, "% 只能写在数字后面", "% goes behind a number only")),
        }
    }

    fn close(&mut self, open: Span) -> Result<Span, FormulaFault> {
        match self.take(&Token::Close) {
            Some(at) => Ok(at),
            None => match self.peek() {
                Some((token, at)) if *token != Token::Comma => Err(leftover(token, *at)),
                _ => Err(FormulaFault::new(
                    open,
                    "这个括号没有合上，请补上右括号",
                    "this bracket is not closed; add the closing one",
                )),
            },
        }
    }

    fn named(&mut self, name: String, braced: bool, at: Span, depth: usize) -> Read {
        if !braced {
            let open = self.take(&Token::Open);
            match name.to_uppercase().as_str() {
                "TRUE" | "真" | "是" if open.is_none() => return self.node(Expr::Bool(true), at),
                "FALSE" | "假" | "否" if open.is_none() => return self.node(Expr::Bool(false), at),
                "BLANK" | "NULL" | "空" => {
                    let end = open.map(|open| self.close(open)).transpose()?;
                    return self.node(Expr::Blank, at.to(end.unwrap_or(at)));
                }
                _ => {}
            }
            if let Some(open) = open {
                let function = Function::from_name(&name).ok_or_else(|| unknown(&name, at))?;
                return self.call(function, at, open, depth);
            }
        }
        let mut names = vec![name];
        let mut end = at;
        while self.take(&Token::Dot).is_some() {
            match self.peek().cloned() {
                Some((Token::Name(name, _), at)) => {
                    self.next += 1;
                    names.push(name);
                    end = at;
                }
                _ => {
                    return Err(FormulaFault::new(
                        at.to(end),
                        "点后面应是字段的名称，例如 客户.等级",
                        "a dot is followed by the name of a field, such as account.level",
                    ));
                }
            }
        }
        self.node(Expr::Field(names), at.to(end))
    }

    fn call(&mut self, function: Function, at: Span, open: Span, depth: usize) -> Read {
        let mut arguments = Vec::new();
        if let Some(end) = self.take(&Token::Close) {
            return self.node(Expr::Call(function, arguments), at.to(end));
        }
        loop {
            arguments.push(self.expression(0, depth + 1)?);
            if self.take(&Token::Comma).is_none() {
                break;
            }
        }
        let end = self.close(open)?;
        self.node(Expr::Call(function, arguments), at.to(end))
    }
}

fn unknown(name: &str, at: Span) -> FormulaFault {
    let near = Function::ALL
        .iter()
        .find(|known| known.name().starts_with(&name.to_uppercase().chars().take(2).collect::<String>()));
    let (zh, en) = near.map_or((String::new(), String::new()), |near| {
        (format!("，是否想写 {}", near.name()), format!("; did you mean {}", near.name()))
    });
    FormulaFault::new(at, format!("没有函数“{name}”{zh}"), format!("there is no function “{name}”{en}"))
}
