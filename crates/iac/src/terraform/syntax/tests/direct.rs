//! The two readers of Terraform's language are held against each other: what is read
//! directly is what `hcl_edit` reads.

use crate::terraform::syntax::{
    Body, accept, direct,
    lower::{self, Site},
    patch::Patch,
    scan::Grammar,
};

use super::{
    file,
    share::{Random, fixtures},
};

/// What stands in a text after a mutation, beside what is there already.
const PIECES: [&str; 40] = [
    "\n",
    " ",
    "\"",
    "${",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "=",
    ",",
    ":",
    "?",
    "...",
    ".",
    "*",
    "-",
    "!",
    "&&",
    "==",
    "<",
    "/",
    "//",
    "/*",
    "#",
    "<<E\n",
    "\nE\n",
    "for a in ",
    "if ",
    "=>",
    "0",
    "1.5",
    "null",
    "a",
    "\\",
    "$${",
    "~",
    "%{",
    "\r\n",
];

fn by_hcl_edit(text: &str) -> Option<Body> {
    accept::read(&Patch::new(text), Site::new(file(), 0), Grammar::Body, lower::body).ok()
}

/// Whether a text is read directly, and then as it should be.
fn is_read(text: &str) -> bool {
    let Some(body) = direct::body(text, file()) else { return false };
    let Some(expected) = by_hcl_edit(text) else { panic!("this is not to be read:\n{text}") };
    let (body, expected) = (format!("{body:#?}"), format!("{expected:#?}"));
    let different = body.lines().zip(expected.lines()).find(|(one, other)| one != other);
    assert!(body == expected, "{different:?} in\n{text}");
    true
}

#[test]
fn nearly_all_code_is_read_directly() {
    let texts = fixtures();
    let read = texts.iter().filter(|text| is_read(text)).count();
    assert!(read * 100 >= texts.len() * 95, "{read} of {}", texts.len());
}

#[test]
fn every_form_is_read_directly() {
    for text in [
        "a = [for each in var.all : each\n if each != null]\n",
        "a = {\n  for k, v in {\n    b = 1\n  } :\n  k\n  => v...\n  if\n  v\n}\n",
        "a = (1 +\n  2)\nb = f(\n  a...\n)\nc = f(a,)\nd = f()\n",
        "a = x || y && !z == 1 < 2 + 3 * -4 - 5 ? \"a${b}c\" : \"${~ d ~}\"\n",
        "a = b[0].c.*.d[*].e.0[\"f\"]\n",
        "a = { null = 1, true: 2, (b) = 3, \"c\" = 4, \"${d}\" = 5, e.f = 6, e = 7, e = 8 }\n",
        "a = <<-EOT\n    one $${x} ${two}\n      EOTs\n\n  three\n  EOT\n",
        "a = [<<EOT\n${a}\nEOT\n, 1]\n",
        "a \"b\" c { d = 1 } # end\ne { /* nothing */ } // end\nf { # begins\n}",
        "a = \"\\n\\\"\\u00e9 $ % $$ e\u{301}\"\r\nb = 1 /* one */\r\n",
        "a = {\n b = [1] # one\n c = f(1) // two\n /* three */ d = e\n}\n",
        "",
    ] {
        assert!(is_read(text), "{text}");
    }
}

#[test]
fn what_is_wrong_or_rare_is_left_alone() {
    for text in [
        "a = 1\na = 2\n",
        "a = 1 b = 2\n",
        "a {\n",
        "a = \"x\n\"\n",
        "a = [1\n",
        "a = 1 \u{e9}\n",
        "\u{e9} = 1\n",
        "a = f(b, ...)\n",
        "a = f(,)\n",
        "a = x ? y\n : z\n",
        "a = <<E\nE\n",
        "a = <<E\nx\nE y\nE\n",
        "a = \"%{ if b }c%{ endif }\"\n",
        "a = \"\\u+123\"\n",
        "a = 1e5\n",
        "a = 1\rb = 2\n",
        "a = /* open\n",
    ] {
        assert!(!is_read(text), "{text}");
    }
    let deep = format!("a = {}1{}\n", "[".repeat(40), "]".repeat(40));
    let long = format!("a = 1{}\n", " + 1".repeat(70));
    assert!(!is_read(&deep) && !is_read(&long));
}

#[test]
fn what_is_read_of_changed_code_is_what_hcl_edit_reads() {
    let mut random = Random(1);
    let pieces: Vec<usize> = (0..PIECES.len()).collect();
    let mut read = 0;
    for text in fixtures() {
        // Small enough for many changes.
        let text = text.get(..3000).unwrap_or(&text);
        let end = text.rfind("\n}\n").map_or(0, |end| end + 3);
        let text = &text[..end];
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for _ in 0..20 {
            let (Some(from), Some(piece)) = (random.choose(&places), random.choose(&pieces)) else {
                break;
            };
            let dropped = random.choose(&[0, 0, 1, 1, 2]).unwrap_or(0);
            let until = places[places.partition_point(|&at| at < from)..].get(dropped);
            let until = until.copied().unwrap_or(text.len());
            let piece = if dropped == 2 { "" } else { PIECES[piece] };
            read += usize::from(is_read(&format!("{}{piece}{}", &text[..from], &text[until..])));
        }
    }
    assert!(read > 200, "{read}");
}
