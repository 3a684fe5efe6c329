//! Lines of bearable length.

use super::{Paint, push};

/// How wide text gets before it is wrapped.
const WIDTH: usize = 100;

/// Adds `words` behind `head`, whose last line is `indent` columns wide however it
/// is coloured; further lines are indented as far. The tail is dimmed.
pub(crate) fn wrapped(
    text: &mut String,
    (head, indent): (&str, usize),
    words: &str,
    (tail, paint): (&str, Paint),
) {
    text.push_str(head);
    let mut column = indent;
    let tail = tail.split_whitespace().map(|word| (word, paint.dim(word)));
    let words = words.split_whitespace().map(|word| (word, word.to_owned()));
    for (word, painted) in words.chain(tail) {
        let width = word.chars().count();
        if column > indent && column + 1 + width > WIDTH {
            push(text, format_args!("\n{:indent$}", ""));
            column = indent;
        }
        if column > indent {
            text.push(' ');
            column += 1;
        }
        text.push_str(&painted);
        column += width;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_broken_between_words_and_indented() {
        let mut text = String::new();
        let word = "x".repeat(60);
        let tail = ("[tail]", Paint::new(false));
        wrapped(&mut text, ("a: ", 3), &format!("{word} {word}"), tail);
        assert_eq!(text, format!("a: {word}\n   {word} [tail]\n"));
    }

    #[test]
    fn a_word_that_fits_nowhere_stays_whole() {
        let mut text = String::new();
        let word = "x".repeat(200);
        wrapped(&mut text, ("  ", 2), &word, ("", Paint::new(false)));
        assert_eq!(text, format!("  {word}\n"));
    }
}
