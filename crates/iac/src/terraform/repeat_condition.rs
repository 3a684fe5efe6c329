//! The condition on which a block is there, as far as it is written in the usual way:
//! `count = var.create ? 1 : 0`, `for_each = var.kind != "vpn" ? {} : local.gateways`.

use super::syntax::{Access, BinaryOperator, Expression, ExpressionKind, UnaryOperator};
use crate::{Number, Why};

/// Why it cannot be told whether there is an instance, `why` being the cause that leaves
/// `repeat` open.
pub(super) fn of(repeat: &Expression, why: Why) -> Why {
    let ExpressionKind::Conditional(parts) = &bare(repeat).kind else { return why };
    let [condition, then, otherwise] = &**parts;
    match (is_nothing(then), is_nothing(otherwise)) {
        (false, true) => tested(condition, true, why),
        (true, false) => tested(condition, false, why),
        _ => why,
    }
}

fn bare(expression: &Expression) -> &Expression {
    match &expression.kind {
        ExpressionKind::Parenthesis(inner) => bare(inner),
        _ => expression,
    }
}

/// `0`, `[]`, `{}`, `toset([])`
fn is_nothing(expression: &Expression) -> bool {
    match &bare(expression).kind {
        ExpressionKind::Number(number) => *number == Number::Integer(0),
        ExpressionKind::Tuple(items) => items.is_empty(),
        ExpressionKind::Object(entries) => entries.is_empty(),
        ExpressionKind::Call(call) => {
            let converts = matches!(&*call.name.text, "toset" | "tomap" | "tolist");
            converts && call.arguments.iter().all(is_nothing)
        }
        _ => false,
    }
}

/// The same of a condition that leaves it open, where there is one if it `holds`.
pub(super) fn tested(condition: &Expression, holds: bool, why: Why) -> Why {
    match &bare(condition).kind {
        ExpressionKind::Unary(UnaryOperator::Not, inner) => tested(inner, !holds, why),
        ExpressionKind::Binary(operator, sides) => {
            let equal = match operator {
                BinaryOperator::Equal => true,
                BinaryOperator::NotEqual => false,
                _ => return why,
            };
            let [Some(one), Some(other)] = [&sides[0], &sides[1]].map(spelled) else { return why };
            let text = format!("{one} == {other}");
            Why::Test { why: Box::new(why), text, holds: holds == equal }
        }
        _ if holds => why,
        _ => Why::Test { why: Box::new(why), text: String::new(), holds },
    }
}

/// A name or a literal as text.
fn spelled(expression: &Expression) -> Option<String> {
    match &bare(expression).kind {
        ExpressionKind::Bool(truth) => Some(truth.to_string()),
        ExpressionKind::Number(number) => Some(number.to_string()),
        ExpressionKind::String(text) => Some(format!("{text:?}")),
        ExpressionKind::Variable(name) => Some(name.text.to_string()),
        ExpressionKind::Traversal(base, steps) => {
            let mut text = spelled(base)?;
            for step in steps {
                let Access::Attribute(name) = step else { return None };
                text = format!("{text}.{}", name.text);
            }
            Some(text)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use nexthop_source::Sources;

    use super::{super::syntax::parse_expression, Why, of};

    fn question(text: &str) -> (Why, bool) {
        let file = Sources::default().add("main.tf", text.to_owned());
        let why = Why::InputNotGiven("var.x".to_owned());
        of(&parse_expression(text, file).expect("it parses"), why).test()
    }

    #[test]
    fn what_is_there_where_the_other_is_not_has_the_same_question() {
        let [plain, opposite] =
            [true, false].map(|holds| (Why::InputNotGiven("var.x".to_owned()), holds));
        for text in
            ["var.x ? 1 : 0", "!var.x ? 0 : 1", "(var.x) ? {} : []", "var.n", "var.x ? 2 : 1"]
        {
            assert_eq!(question(text), plain, "{text}");
        }
        for text in ["var.x ? 0 : 1", "!(var.x) ? 1 : 0", "var.x ? toset([]) : local.all"] {
            assert_eq!(question(text), opposite, "{text}");
        }
    }

    #[test]
    fn comparisons_are_questions_of_their_own() {
        let (one, holds) = question(r#"var.x == "a" ? 1 : 0"#);
        assert_eq!(question(r#"var.x != "a" ? 1 : 0"#), (one.clone(), !holds));
        assert_eq!(question(r#"var.x == "a" ? 0 : 1"#), (one.clone(), !holds));
        assert_ne!(question(r#"var.x == "b" ? 1 : 0"#).0, one);
        assert_ne!(question("var.x ? 1 : 0").0, one);
    }
}
