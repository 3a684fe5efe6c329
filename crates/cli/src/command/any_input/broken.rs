//! Texts with something wrong in them.

use proptest::{prelude::*, sample::Index};

/// One thing that is done to a text.
#[derive(Clone, Debug)]
pub(super) enum Break {
    /// It ends here.
    Truncate(Index),
    /// A byte is missing.
    Delete(Index),
    /// A byte is another one.
    Replace(Index, u8),
    /// Lines are there twice.
    Duplicate(Index, Index),
    /// Two lines have changed places.
    Swap(Index, Index),
    /// A word is in the middle of it.
    Insert(Index, &'static str),
    /// A word stands in place of a number, a name or the like.
    Exchange(Index, &'static str),
}

impl Arbitrary for Break {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let index = any::<Index>;
        let word = || prop::sample::select(WORDS);
        prop_oneof![
            index().prop_map(Self::Truncate),
            index().prop_map(Self::Delete),
            (index(), any::<u8>()).prop_map(|(at, byte)| Self::Replace(at, byte)),
            (index(), index()).prop_map(|(from, to)| Self::Duplicate(from, to)),
            (index(), index()).prop_map(|(one, other)| Self::Swap(one, other)),
            (index(), word()).prop_map(|(at, word)| Self::Insert(at, word)),
            (index(), word()).prop_map(|(at, word)| Self::Exchange(at, word)),
        ]
        .boxed()
    }
}

/// What means something in one language or another.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "'",
    "'''",
    "${",
    "%{",
    "<<EOT\n",
    "#",
    "//",
    "/*",
    "*/",
    "=",
    "==",
    "=>",
    "...",
    ".",
    "?",
    ":",
    ",",
    "-",
    "!",
    "&&",
    "??",
    "\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "ü",
    "0",
    "-1",
    "1e309",
    "99999999999999999999",
    "0.1",
    "true",
    "null",
    "~",
    "*",
    "for",
    "in",
    "if",
    "each.key",
    "count.index",
    "var.a",
    "local.a",
    "var.",
    "data.",
    "resource \"azurerm_virtual_network\" \"v\" {\n",
    "module \"m\" {\n  source = \"./\"\n}\n",
    "locals {\n  a = local.a\n}\n",
    "variable \"a\" {\n",
    "for_each = ",
    "dynamic \"route\" {\n",
    "cidrsubnet(",
    "range(1000000)",
    "templatefile(\"main.tf\", {})",
    "jsondecode(",
    "resource v 'Microsoft.Network/virtualNetworks@2024-05-01' = ",
    "param a ",
    "module m 'main.bicep' = ",
    "[for i in range(0, 1000000): ",
    "@allowed(",
    "using 'main.bicep'",
    "existing",
    "\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",",
    "\"resources\": [",
    "\"[parameters('a')]\"",
    "\"[concat(",
    "\"copy\": {\"name\": \"a\", \"count\": 1000000000},",
    "\"format_version\": \"1.2\",",
    "\"planned_values\": {",
    "\"root_module\": {",
    "\"child_modules\": [",
    "\"terraform_version\": \"1.11.4\",",
    "\"lineage\": \"\",",
    "\"predictedResources\": [",
    "\"/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v\"",
    "\"10.0.0.0/16\"",
    "\"::/0\"",
    "\"GatewaySubnet\"",
    "\"properties\": ",
    "\"name\": ",
    "[rules]\n",
    "[[intent]]\n",
    "[[site]]\nname = ",
    "expect = \"unreachable\"\n",
    "from = \"*\"\n",
    "\"labs/[\"",
];

/// Words in any order.
pub(super) fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..60).prop_map(|words| words.join(" "))
}

/// The text with all that done to it.
pub(super) fn broken(content: &[u8], breaks: &[Break]) -> Vec<u8> {
    breaks.iter().fold(content.to_vec(), |content, one| one.apply(content))
}

impl Break {
    fn apply(&self, mut content: Vec<u8>) -> Vec<u8> {
        if content.is_empty() {
            return content;
        }
        let place = |at: &Index| at.index(content.len());
        match self {
            Self::Truncate(at) => content.truncate(place(at)),
            Self::Delete(at) => {
                content.remove(place(at));
            }
            Self::Replace(at, byte) => {
                let at = place(at);
                content[at] = *byte;
            }
            Self::Insert(at, word) => {
                let at = place(at);
                content.splice(at..at, word.bytes());
            }
            Self::Exchange(at, word) => {
                let at = place(at);
                let is_part =
                    |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/');
                let before = content[..at].iter().rev().take_while(|byte| is_part(byte)).count();
                let behind = content[at..].iter().take_while(|byte| is_part(byte)).count();
                content.splice(at - before..at + behind, word.bytes());
            }
            Self::Duplicate(from, to) => {
                let mut lines = lines(&content);
                let (from, to) = (from.index(lines.len()), to.index(lines.len()));
                let twice = lines[from.min(to)..=from.max(to)].to_vec();
                lines.splice(from.max(to)..from.max(to), twice);
                return lines.concat();
            }
            Self::Swap(one, other) => {
                let mut lines = lines(&content);
                let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                lines.swap(one, other);
                return lines.concat();
            }
        }
        content
    }
}

fn lines(content: &[u8]) -> Vec<&[u8]> {
    content.split_inclusive(|&byte| byte == b'\n').collect()
}
