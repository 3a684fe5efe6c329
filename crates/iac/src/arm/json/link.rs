//! Templates in files of their own: which file a link means.
//!
//! A link is a path relative to the linking file, or a URI. Where a file of the
//! same repository is meant can be told from a URI with some care, since templates
//! are published from where they lie:
//!
//! - A URI that is made of the template's own (`deployment().properties.templateLink`)
//!   or of one that is not known (`parameters('baseUri')`) and a literal path behind
//!   it: that path beside the linking template.
//! - A URI that is known: the one template below the searched paths whose path ends
//!   with all of the URI's path (behind owner, repository and branch, for
//!   `raw.githubusercontent.com`); else the file beside the linking template that the
//!   end of the URI's path names, if that is a folder and a file at least.
//!
//! Anything else is code that is not here: a wrong file is worse than none.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, FileId, Sources, Span};

use super::{
    lowering::NOTHING_COMPUTED,
    resource::call,
    symbol::readable,
    template::{Reader, Scope},
};
use crate::{
    FileSystem,
    arm::{
        expression::{Access, Entry, Expression, ExpressionKind},
        template::{ModuleContent, Template},
    },
    input::lexical,
    json::{self, Node},
};

/// Variables of variables of variables.
const DEPTH: usize = 30;
/// No piece of a link is longer.
const LONGEST: usize = 4_000;
/// What one link may be made of.
const EXPRESSIONS: usize = 1_000;

/// A template file that was read.
#[derive(Debug)]
pub(crate) struct TemplateFile {
    pub file: FileId,
    node: OnceLock<Result<Node, Box<Diagnostic>>>,
}

impl TemplateFile {
    pub(crate) fn new(file: FileId) -> Self {
        Self { file, node: OnceLock::new() }
    }

    /// What it says. It is parsed when somebody asks.
    pub(crate) fn node(&self, sources: &Sources) -> &Result<Node, Box<Diagnostic>> {
        let text = || sources.file_text(self.file);
        self.node.get_or_init(|| json::parse(text(), self.file, json::Dialect::WithComments))
    }
}

/// The template files that may be linked to.
pub(crate) struct Library<'a> {
    pub disk: &'a dyn FileSystem,
    pub sources: &'a Sources,
    pub files: &'a BTreeMap<Utf8PathBuf, TemplateFile>,
    /// `None` while it is being read.
    read: RefCell<BTreeMap<Utf8PathBuf, Option<Arc<Template>>>>,
    /// Every file that a link leads to.
    pub linked: RefCell<BTreeSet<Utf8PathBuf>>,
    alone: bool,
}

/// Where a link leads.
pub(super) enum Linked {
    /// To a file.
    Here(Utf8PathBuf),
    /// To code that is not here: the link as it is written.
    Elsewhere(String),
}

impl<'a> Library<'a> {
    pub(crate) fn new(
        disk: &'a dyn FileSystem,
        sources: &'a Sources,
        files: &'a BTreeMap<Utf8PathBuf, TemplateFile>,
    ) -> Self {
        let (read, linked) = (RefCell::default(), RefCell::default());
        Self { disk, sources, files, read, linked, alone: false }
    }

    /// A library in which links are found but not followed.
    pub(super) fn alone(
        disk: &'a dyn FileSystem,
        sources: &'a Sources,
        files: &'a BTreeMap<Utf8PathBuf, TemplateFile>,
    ) -> Self {
        Self { alone: true, ..Self::new(disk, sources, files) }
    }

    /// The file that a link in the file `from` means.
    pub(super) fn find(
        &self,
        from: &Utf8Path,
        target: &Expression,
        scope: Scope<'_>,
        is_relative: bool,
    ) -> Linked {
        let pieces = static_text(target, scope);
        let found = if is_relative {
            match &pieces[..] {
                [Piece::Text(path)] => self.beside(from, path),
                _ => None,
            }
        } else {
            self.by_uri(from, &pieces)
        };
        match (found, &pieces[..]) {
            (Some(path), _) => {
                self.linked.borrow_mut().insert(path.clone());
                Linked::Here(path)
            }
            (None, [Piece::Text(text)]) => Linked::Elsewhere(text.clone()),
            (None, _) => Linked::Elsewhere(readable(target)),
        }
    }

    /// The file of a path that is relative to the folder of another one.
    fn beside(&self, from: &Utf8Path, relative: &str) -> Option<Utf8PathBuf> {
        let relative = relative.split(['?', '#']).next().unwrap_or_default();
        if relative.is_empty() || relative.starts_with('/') || relative.contains("://") {
            return None;
        }
        let path = lexical(&from.parent()?.join(relative));
        (self.files.contains_key(&path) || self.disk.is_file(&path)).then_some(path)
    }

    fn by_uri(&self, from: &Utf8Path, pieces: &[Piece]) -> Option<Utf8PathBuf> {
        match pieces {
            [Piece::Here | Piece::Unknown, Piece::Text(rest), ..] => {
                self.beside(from, rest.trim_start_matches('/'))
            }
            [Piece::Text(uri), ..] => self.by_known_uri(from, uri),
            _ => None,
        }
    }

    fn by_known_uri(&self, from: &Utf8Path, uri: &str) -> Option<Utf8PathBuf> {
        let path = path_of(uri)?;
        let segments: Vec<&str> = path.split('/').filter(|one| !one.is_empty()).collect();
        let whole = segments.join("/");
        if segments.len() > 1 {
            let mut fitting = self.files.keys().filter(|file| file.ends_with(&whole));
            match (fitting.next(), fitting.next()) {
                (Some(only), None) => return Some(only.clone()),
                (Some(_), Some(_)) => return None,
                (None, _) => {}
            }
        }
        let own_folder = from.parent().and_then(Utf8Path::file_name);
        if let [.., folder, file] = &segments[..]
            && own_folder == Some(folder)
            && let Some(path) = self.beside(from, file)
        {
            return Some(path);
        }
        let ends = (0..segments.len().saturating_sub(1)).chain((segments.len() == 1).then_some(0));
        ends.into_iter().find_map(|start| self.beside(from, &segments[start..].join("/")))
    }

    /// The template of a file.
    pub(super) fn template(
        &self,
        reader: Reader<'_>,
        path: &Utf8Path,
        header: Span,
    ) -> ModuleContent {
        let unread = |why: &str| ModuleContent::Unread(format!("{path}{why}").into());
        match self.read.borrow().get(path) {
            Some(Some(template)) => return ModuleContent::Template(Arc::clone(template)),
            Some(None) => return unread(", which links to itself"),
            None => {}
        }
        let Some(file) = self.files.get(path).filter(|_| !self.alone) else { return unread("") };
        let node = match file.node(self.sources) {
            Ok(node) => node,
            Err(diagnostic) => {
                let mut diagnostic = diagnostic.clone();
                diagnostic.relate(header, "it is deployed here");
                reader.diagnostics.borrow_mut().push(*diagnostic);
                return unread("");
            }
        };
        self.read.borrow_mut().insert(path.to_owned(), None);
        let text = self.sources.file_text(file.file);
        let reader = Reader {
            path,
            file: text,
            computed: &NOTHING_COMPUTED,
            depth: reader.depth + 1,
            ..reader
        };
        let template = Arc::new(reader.template(node, None));
        self.read.borrow_mut().insert(path.to_owned(), Some(Arc::clone(&template)));
        ModuleContent::Template(template)
    }
}

/// The path of a URI; of one to GitHub behind owner, repository and branch.
fn path_of(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    if !host.eq_ignore_ascii_case("raw.githubusercontent.com") {
        return Some(path);
    }
    let rest = path.splitn(3, '/').nth(2)?;
    let rest = rest.strip_prefix("refs/heads/").unwrap_or(rest);
    Some(rest.split_once('/')?.1)
}

/// A piece of a text, as far as it is the same whatever is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// The URI of the linking template.
    Here,
    Unknown,
}

/// A text that does not depend on anything given.
pub(super) fn literal(expression: &Expression, scope: Scope<'_>) -> Option<String> {
    let nothing_given = BTreeMap::new();
    let scope = Scope { parameters: &nothing_given, ..scope };
    match &static_text(expression, scope)[..] {
        [Piece::Text(text)] => Some(text.clone()),
        _ => None,
    }
}

/// The links that an `if` chooses among, with the condition of each.
pub(super) fn alternatives(
    target: &Expression,
    scope: Scope<'_>,
) -> Vec<(Option<Expression>, Expression)> {
    let followed = follow(target, scope, DEPTH);
    if let ExpressionKind::Call(one) = &followed.kind
        && one.name.eq_ignore_ascii_case("if")
        && let [condition, then, otherwise] = &one.arguments[..]
    {
        let not = call("not", vec![condition.clone()], condition.span);
        return vec![(Some(condition.clone()), then.clone()), (Some(not), otherwise.clone())];
    }
    vec![(None, target.clone())]
}

/// What is written where a variable or a property of one stands.
fn follow<'e>(expression: &'e Expression, scope: Scope<'e>, depth: usize) -> &'e Expression {
    let Some(depth) = depth.checked_sub(1) else { return expression };
    match &expression.kind {
        ExpressionKind::Variable(name) => match scope.variables.get(name) {
            Some(value) => follow(value, scope, depth),
            None => expression,
        },
        ExpressionKind::Parameter(name) => {
            match scope.parameters.get(name).and_then(|one| one.default.as_ref()) {
                Some(value) => follow(value, scope, depth),
                None => expression,
            }
        }
        ExpressionKind::Access(base, access) => {
            let name = match access {
                Access::Property { name, .. } => Some(&**name),
                Access::Index { index, .. } => index.as_str(),
            };
            let base = follow(base, scope, depth);
            match (name, &base.kind) {
                (Some(name), ExpressionKind::Object(entries)) => {
                    entry(entries, name).map_or(expression, |value| follow(value, scope, depth))
                }
                _ => expression,
            }
        }
        _ => expression,
    }
}

fn entry<'e>(entries: &'e [Entry], wanted: &str) -> Option<&'e Expression> {
    entries.iter().rev().find_map(|entry| match entry {
        Entry::Property { key, value } => {
            key.as_str().is_some_and(|key| key.eq_ignore_ascii_case(wanted)).then_some(value)
        }
        Entry::Spread(_) => None,
    })
}

const OWN_URI: &str = "{deployment.properties.templateLink.uri}";

fn static_text(expression: &Expression, scope: Scope<'_>) -> Vec<Piece> {
    let mut collector = Collector { scope, left: EXPRESSIONS };
    let mut pieces = Vec::new();
    collector.collect(expression, DEPTH, &mut pieces);
    pieces
}

/// Collects the pieces of a text.
struct Collector<'s> {
    scope: Scope<'s>,
    /// How many expressions may still be looked at.
    left: usize,
}

impl<'s> Collector<'s> {
    fn collect(&mut self, expression: &'s Expression, depth: usize, pieces: &mut Vec<Piece>) {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.checked_sub(1)) else {
            return push(pieces, Piece::Unknown);
        };
        self.left = left;
        let expression = follow(expression, self.scope, depth);
        match &expression.kind {
            ExpressionKind::String(text) => push(pieces, Piece::Text(text.to_string())),
            ExpressionKind::Interpolation(parts) => {
                for part in parts {
                    self.collect(part, depth, pieces);
                }
            }
            ExpressionKind::Access(..) if readable(expression) == OWN_URI => {
                push(pieces, Piece::Here);
            }
            ExpressionKind::Call(one) => self.call(&one.name, &one.arguments, depth, pieces),
            _ => push(pieces, Piece::Unknown),
        }
    }

    fn call(
        &mut self,
        name: &str,
        arguments: &'s [Expression],
        depth: usize,
        pieces: &mut Vec<Piece>,
    ) {
        let is = |word: &str| name.eq_ignore_ascii_case(word);
        match arguments {
            _ if is("concat") => {
                for one in arguments {
                    self.collect(one, depth, pieces);
                }
            }
            [base, relative] if is("uri") => {
                let (mut joined, mut end) = (Vec::new(), Vec::new());
                self.collect(base, depth, &mut joined);
                self.collect(relative, depth, &mut end);
                join(&mut joined, end);
                for piece in joined {
                    push(pieces, piece);
                }
            }
            [format, values @ ..] if is("format") => match format.as_str() {
                Some(format) => self.formatted(format, values, depth, pieces),
                None => push(pieces, Piece::Unknown),
            },
            _ => push(pieces, Piece::Unknown),
        }
    }

    fn formatted(
        &mut self,
        format: &str,
        values: &'s [Expression],
        depth: usize,
        pieces: &mut Vec<Piece>,
    ) {
        let mut rest = format;
        while let Some((before, behind)) = rest.split_once('{') {
            push(pieces, Piece::Text(before.to_owned()));
            let value = behind.split_once('}').and_then(|(index, after)| {
                Some((values.get(index.parse::<usize>().ok()?)?, after))
            });
            let Some((value, after)) = value else { return push(pieces, Piece::Unknown) };
            self.collect(value, depth, pieces);
            rest = after;
        }
        push(pieces, Piece::Text(rest.to_owned()));
    }
}

/// `uri(base, relative)`: what is behind the last slash of the base is replaced.
fn join(base: &mut Vec<Piece>, relative: Vec<Piece>) {
    if let [Piece::Text(text), ..] = &relative[..]
        && text.contains("://")
    {
        *base = relative;
        return;
    }
    match base.last_mut() {
        Some(Piece::Text(text)) => {
            let end = text.rfind('/').map_or(0, |slash| slash + 1);
            text.truncate(end);
        }
        Some(Piece::Here | Piece::Unknown) | None => {}
    }
    for piece in relative {
        push(base, piece);
    }
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (_, Piece::Text(text)) if text.is_empty() => {}
        (_, Piece::Text(text)) if text.len() > LONGEST => pieces.push(Piece::Unknown),
        (Some(Piece::Text(last)), Piece::Text(text)) if last.len() <= LONGEST => {
            last.push_str(&text);
        }
        (_, piece) => pieces.push(piece),
    }
}
