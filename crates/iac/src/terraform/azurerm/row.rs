//! What a table says of an attribute, and short names to say it.

/// How azurerm spells a resource type of ARM.
pub(super) struct Resource {
    /// The type in Terraform, such as `azurerm_subnet`.
    pub source_type: &'static str,
    /// The type in ARM; for a resource that amends another one, that one's.
    pub kind: &'static str,
    /// It only changes another resource, which the rows to `amends` name.
    pub amends: bool,
    pub rows: &'static [Row],
}

/// An attribute or nested block of azurerm and its place in ARM.
///
/// The order of rows matters where several have one place: of attributes the
/// first that is set wins (newest spelling first), blocks are all taken.
pub(super) struct Row {
    /// The attribute, from the resource or the block that the row belongs to.
    /// Behind a dot follows an attribute of the first such block. Empty: the
    /// resource or block itself, taken for a block.
    pub from: &'static str,
    /// The path in ARM's JSON, from where the rows' object is.
    pub to: &'static str,
    pub shape: Shape,
}

/// How the value is written in ARM's JSON.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// An attribute.
    Plain(Plain),
    /// The first block as an object.
    First(&'static [Row]),
    /// Each block as an object of a list.
    Each(&'static [Row]),
    /// Where there is such a block, Azure chooses what is at the place; the text
    /// says what that is.
    ChosenByAzure(&'static str),
    /// What azurerm always sends.
    Constant(&'static str),
    /// What azurerm sends where the attribute is left out, other than ARM's default.
    Default(Default),
}

impl Shape {
    pub(super) fn is_list_of_blocks(self) -> bool {
        matches!(self, Self::Each(_) | Self::Plain(Plain::Keyed(_)))
    }
}

/// How the value of an attribute is written.
#[derive(Clone, Copy)]
pub(super) enum Plain {
    /// As text.
    Text,
    /// As a truth value.
    Flag,
    /// As a truth value, turned around.
    NotFlag,
    /// As a number.
    Number,
    /// As text that azurerm and ARM write differently; others stay as they are.
    Word(&'static [(&'static str, &'static str)]),
    /// Text as a truth value: whether it is this word.
    IsWord(&'static str),
    /// A truth value as one of two texts: if true, if false.
    Switch([&'static str; 2]),
    /// As a list of text.
    Texts,
    /// One text as a list.
    OneText,
    /// A list of text as a list of objects that have each text under a key.
    Keyed(&'static str),
    /// A list of text as an object with this key, the texts separated by commas.
    CommaSeparated(&'static str),
}

/// A default of azurerm.
#[derive(Clone, Copy)]
pub(super) enum Default {
    Flag(bool),
    Text(&'static str),
    /// The text is another one since a major version of azurerm.
    Changed {
        what: &'static str,
        before: &'static str,
        since: u64,
        after: &'static str,
    },
}

pub(super) const fn resource(
    source_type: &'static str,
    kind: &'static str,
    rows: &'static [Row],
) -> Resource {
    Resource { source_type, kind, amends: false, rows }
}

pub(super) const fn amendment(
    source_type: &'static str,
    kind: &'static str,
    rows: &'static [Row],
) -> Resource {
    Resource { source_type, kind, amends: true, rows }
}

pub(super) const fn text(from: &'static str, to: &'static str) -> Row {
    plain(from, to, Plain::Text)
}

pub(super) const fn flag(from: &'static str, to: &'static str) -> Row {
    plain(from, to, Plain::Flag)
}

pub(super) const fn not_flag(from: &'static str, to: &'static str) -> Row {
    plain(from, to, Plain::NotFlag)
}

pub(super) const fn number(from: &'static str, to: &'static str) -> Row {
    plain(from, to, Plain::Number)
}

pub(super) const fn texts(from: &'static str, to: &'static str) -> Row {
    plain(from, to, Plain::Texts)
}

pub(super) const fn one_text(from: &'static str, to: &'static str) -> Row {
    plain(from, to, Plain::OneText)
}

/// A list of ids as a list of links.
pub(super) const fn links(from: &'static str, to: &'static str) -> Row {
    plain(from, to, Plain::Keyed("id"))
}

pub(super) const fn first(from: &'static str, to: &'static str, rows: &'static [Row]) -> Row {
    Row { from, to, shape: Shape::First(rows) }
}

pub(super) const fn each(from: &'static str, to: &'static str, rows: &'static [Row]) -> Row {
    Row { from, to, shape: Shape::Each(rows) }
}

pub(super) const fn chosen_by_azure(
    from: &'static str,
    to: &'static str,
    what: &'static str,
) -> Row {
    Row { from, to, shape: Shape::ChosenByAzure(what) }
}

/// An attribute of any other shape.
pub(super) const fn plain(from: &'static str, to: &'static str, plain: Plain) -> Row {
    Row { from, to, shape: Shape::Plain(plain) }
}

pub(super) const fn constant(to: &'static str, text: &'static str) -> Row {
    Row { from: "", to, shape: Shape::Constant(text) }
}

pub(super) const fn default(to: &'static str, value: Default) -> Row {
    Row { from: "", to, shape: Shape::Default(value) }
}
