//! Broken texts: what is still read, and what is told.

use super::{file, parse, show_body, show_diagnostics};

/// A text, what is read of it, and what is told.
fn check(text: &str, read: &str, told: &[&str]) {
    let (body, diagnostics) = parse(text, file());
    assert_eq!(show_diagnostics(text, &diagnostics), told, "{text}");
    assert_eq!(show_body(&body), read, "{text}");
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.help.is_some()), "{text}");
}

const BEFORE: &str = "locals {\n  a = 1\n}\n\n";
const AFTER: &str = "\noutput \"o\" {\n  value = 1\n}\n";

/// The same between two blocks that are not broken; lines are counted from it.
fn between(text: &str, read: &str, told: &[&str]) {
    let whole = format!("{BEFORE}{text}{AFTER}");
    let (body, diagnostics) = parse(&whole, file());
    let shown: Vec<_> = show_diagnostics(&whole, &diagnostics)
        .into_iter()
        .map(|shown| match shown.split_once(':') {
            Some((line, rest)) => {
                let line = line.parse::<usize>().expect("it is a number");
                format!("{}:{rest}", line - BEFORE.lines().count())
            }
            None => shown,
        })
        .collect();
    assert_eq!(shown, told, "{text}");
    let read = if read.is_empty() { String::new() } else { format!("{read} ") };
    assert_eq!(show_body(&body), format!("locals{{a}} {read}output.o{{value}}"), "{text}");
}

#[test]
fn half_an_argument_in_brackets_costs_its_line_alone() {
    let block = |line: &str, told: &[&str]| {
        let text = format!(
            "r \"a\" \"b\" {{\n  x = {{\n    p = merge({{\n      n = v ? [\n        for y in v : {{\n          \
             id = y\n        }}\n{line}\n      ] : null\n      }}, c ? {{\n      m = 1\n    }} : {{}})\n  }}\n  \
             y = 2\n\n  z {{\n  }}\n}}\n"
        );
        between(&text, "r.a.b{x y z{}}", told);
    };
    block("  name =", &["8:3 `]` is missing here: `name`"]);
    block("  name = var.", &["8:3 `]` is missing here: `name`"]);
    let text = "r \"a\" \"b\" {\n  z {\n    x = f(\n      [\n  name =\n        for y in v : \"t\"\n        if y.c == \"x\"\n      ]\n    )\n    y = 1\n  }\n\n}\n";
    between(text, "r.a.b{z{x y}}", &["5:8 `]` is missing here: `=`"]);
}

#[test]
fn a_broken_argument_costs_itself_alone() {
    let argument = |line: &str, told: &[&str]| {
        let text = format!("r \"a\" \"b\" {{\n  x = 1\n{line}\n  y = 2\n  z {{\n  }}\n}}\n");
        between(&text, "r.a.b{x y z{}}", told);
    };
    argument("  name =", &["3:9 A value is missing here"]);
    argument("  name = var.", &["3:13 A name is missing behind this dot"]);
    argument("  name = \"abc", &["3:10 This string is not closed on its line"]);
    argument("  name = \"abc${var.x\"", &["3:10 This string is not closed on its line"]);
    argument("  name", &["3:3 `name` is neither an argument nor a block"]);
    argument("  name 1", &["3:3 `name` is neither an argument nor a block"]);
    argument("  name = f(1, 2", &["3:11 This `(` is not closed"]);
    argument("  name = [\n    1,\n    2", &["3:10 This `[` is not closed"]);
    argument("  name = {\n    a = 1", &["3:10 This `{` is not closed"]);
    argument("  name = f(1, 2))", &["3:17 There is nothing that this `)` closes"]);
    argument("  name = 1 2", &["3:12 Something is left over here: `2`"]);
    argument("  name = 1 +", &["3:13 A value is missing here"]);
    argument("  name = a ? b", &["3:15 `:` is missing here"]);
    argument("  x = 2", &["3:3 `x` is set twice in the same block"]);
    argument("  name = [1 2]", &["3:13 `]` is missing here: `2`"]);
    argument("  name = \"\\q\"", &["3:11 This escape does not exist"]);
    argument("  name = @", &["3:10 A value is missing here: `@`"]);
    argument("  name = f(\n    {\n      a = 1\n    \n  )", &["4:5 This `{` is not closed"]);
}

#[test]
fn a_broken_block_is_closed_where_its_lines_end() {
    between(
        "r \"a\" \"b\" {\n  z {\n    p = 1\n\n  y = 2\n}\n",
        "r.a.b{y z{p}}",
        &["2:3 This block is not closed"],
    );
    between("r \"a\" \"b\" {\n  x = 1\n", "r.a.b{x}", &["1:1 This block is not closed"]);
    between(
        "r \"a\" \"b\" {\nvariable c {\n  d = 1\n}\n",
        "r.a.b{} variable.c{d}",
        &["1:1 This block is not closed"],
    );
    between(
        "r \"a\" \"b\" {\n  x = 1\n}\n}\n",
        "r.a.b{x}",
        &["4:1 There is nothing that this `}` closes"],
    );
    between("r \"a\" \"b\"\n  x = 1\n}\n", "r.a.b{x}", &["1:1 The `{` of this block is missing"]);
    between(
        "r \"a\" b\" {\n  x = 1\n}\n",
        "r.a.b{x}",
        &["1:8 This label has only one of its two quotes"],
    );
    between(
        "r \"a\" \"b {\n  x = 1\n}\n",
        "r.a.b{x}",
        &["1:7 This label has only one of its two quotes"],
    );
    between("r \"a\" \"b\"\n", "", &["1:1 `r` is neither an argument nor a block"]);
    between("what is this\n", "", &["1:1 `what` is neither an argument nor a block"]);
}

#[test]
fn an_end_in_the_middle_is_told_once() {
    check("locals {\n  a = 1\n", "locals{a}", &["1:1 This block is not closed"]);
    check("locals {\n  a = 1\n  b", "locals{a}", &["3:3 `b` is neither an argument nor a block"]);
    check("locals {\n  a = 1\n  b = ", "locals{a}", &["3:7 A value is missing here"]);
    check(
        "locals {\n  a = 1\n  b = \"c d",
        "locals{a}",
        &["3:7 This string is not closed on its line"],
    );
    check("locals {\n  a = 1\n  b = [\n    c, d", "locals{a}", &["3:7 This `[` is not closed"]);
    check(
        "locals {\n  a = 1\n  b = <<EOT\n  x = 1\n  y\n",
        "locals{a}",
        &["3:7 The closing marker of this heredoc is missing"],
    );
    check("locals {\n  a = 1\n  /* b\n}\n", "locals{a}", &["3:3 This comment is not closed"]);
}

#[test]
fn every_mistake_is_told() {
    check(
        "a = \nb = 2\nc = f(\nd = [1]\nb = 3\ne f {\n  g = \n  h = 1\n  i = var.\n}\n",
        "b d e.f{h}",
        &[
            "1:5 A value is missing here",
            "3:6 This `(` is not closed",
            "5:1 `b` is set twice in the same block",
            "7:7 A value is missing here",
            "9:10 A name is missing behind this dot",
        ],
    );
}

const NETWORK: &str = r#"# A hub.
locals {
  prefixes = ["10.0.0.0/24", "10.0.1.0/24"]
  tags     = merge(var.tags, { environment = "test", owner = local.owner })
}

variable "spokes" {
  type = map(object({
    address_space = list(string)
    peered        = optional(bool, true)
  }))
  description = <<-EOT
    The spokes, by name:
    - `address_space`: "10.1.0.0/16"
  EOT
}

resource "azurerm_virtual_network" "hub" {
  name          = "vnet-${var.name}"
  address_space = local.prefixes
  dynamic "subnet" {
    for_each = { for at, prefix in local.prefixes : "s${at}" => prefix if prefix != null }
    content {
      name             = subnet.key
      address_prefixes = [subnet.value]
    }
  }
}

module "spoke" {
  source   = "./spoke"
  for_each = var.spokes
  name     = each.key
  # one for all
  hub_id = azurerm_virtual_network.hub.id
}

output "hub_id" {
  value = azurerm_virtual_network.hub.id
}
"#;

const BLOCKS: usize = 5;

#[test]
fn a_lost_character_costs_at_most_the_block_it_was_in() {
    let mut lost = 0;
    for (at, character) in NETWORK.char_indices() {
        let mut text = NETWORK.to_owned();
        text.remove(at);
        let (body, _) = parse(&text, file());
        let left = body.blocks.len();
        assert!(left + 1 >= BLOCKS, "{left} blocks without the {character:?} at {at}");
        lost += BLOCKS.saturating_sub(left);
    }
    assert!(lost < NETWORK.len() * BLOCKS / 100, "{lost} blocks lost");
}

#[test]
fn an_early_end_costs_no_block_before_it() {
    for (at, _) in NETWORK.char_indices() {
        let text = &NETWORK[..at];
        let (body, _) = parse(text, file());
        let begun = text.lines().filter(|line| !line.starts_with(' ') && line.ends_with(" {"));
        assert!(body.blocks.len() >= begun.count(), "{text}");
    }
}

#[test]
fn a_list_of_mistakes_that_is_cut_says_so() {
    let (body, diagnostics) = parse(&format!("a {{\n{}}}\nb {{}}\n", "  x =\n".repeat(30)), file());
    assert_eq!(show_body(&body), "b{}");
    let last = diagnostics.last().map(|diagnostic| &*diagnostic.message);
    assert_eq!((diagnostics.len(), last), (21, Some("There are more mistakes from here on")));
    let (_, diagnostics) = parse(&"x =\n".repeat(200), file());
    let last = diagnostics.last().map(|diagnostic| &*diagnostic.message);
    assert_eq!((diagnostics.len(), last), (101, Some("There are more mistakes from here on")));
}
