//! Changes of texts.

use crate::Span;

/// A text in place of what is at a span; an empty span is where the text comes in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

/// The text of a file after edits of it; `None` where two of them overlap and say
/// different things, or one is not within the text.
pub fn edited<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> Option<String> {
    let mut edits: Vec<_> = edits.into_iter().collect();
    edits.sort();
    edits.dedup();
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    let mut before: Option<&Edit> = None;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        // Two texts that come in at one place would depend on their order.
        let same_place = before.is_some_and(|before| before.span.start == edit.span.start);
        if start < done || same_place {
            return None;
        }
        result.push_str(text.get(done..start)?);
        result.push_str(&edit.text);
        text.get(start..end)?;
        done = end;
        before = Some(edit);
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sources;

    #[test]
    fn edits_are_made_in_any_order_and_never_over_each_other() {
        let mut sources = Sources::default();
        let text = "a = 1\nb = 2\n";
        let file = sources.add("a.tf", text.to_owned());
        let edit = |range, text: &str| Edit { span: Span::new(file, range), text: text.to_owned() };
        let both = [edit(10..11, "20"), edit(4..5, "10")];
        assert_eq!(edited(text, &both).as_deref(), Some("a = 10\nb = 20\n"));
        let same = [edit(4..5, "10"), edit(4..5, "10"), edit(12..12, "c = 3\n")];
        assert_eq!(edited(text, &same).as_deref(), Some("a = 10\nb = 2\nc = 3\n"));
        assert_eq!(edited(text, &[edit(4..5, "10"), edit(4..5, "11")]), None);
        assert_eq!(edited(text, &[edit(0..5, "x"), edit(4..11, "y")]), None);
        assert_eq!(edited(text, &[edit(12..13, "y")]), None);
    }
}
