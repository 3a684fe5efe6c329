//! What an expression can see.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, sync::Arc};

use super::{deployment::Deployment, identity::Identified};
use crate::{Address, Value, evaluate::Limits};

/// The evaluation of one input.
#[derive(Default)]
pub(crate) struct Run<'t> {
    /// What it may do.
    pub limits: Limits,
    /// The resources whose ids were asked for.
    pub(super) identified: RefCell<BTreeMap<Address, Identified<'t>>>,
}

/// A name or a loop, and those around it.
#[derive(Debug)]
pub(super) struct Frame {
    pub kind: FrameKind,
    pub outer: Frames,
}

/// Names and loops, innermost first.
pub(super) type Frames = Option<Rc<Frame>>;

#[derive(Debug)]
pub(super) enum FrameKind {
    /// The item or index of a loop, the parameter of a function.
    Local(Arc<str>, Value),
    /// A round of a loop: its name and the index, for `copyIndex`.
    Loop { name: Option<Arc<str>>, index: Value, of_resource: bool },
}

/// The frames with one more around the expressions within.
pub(super) fn within(outer: &Frames, kind: FrameKind) -> Frames {
    Rc::new(Frame { kind, outer: outer.clone() }).into()
}

/// What an expression can see.
pub(super) struct Scope<'s, 't> {
    pub run: &'s Run<'t>,
    /// Whose parameters, variables and symbols.
    pub deployment: &'s Rc<Deployment<'t>>,
    pub frames: Frames,
    /// Where the expressions are evaluated by callers: how many of these, from the
    /// outermost on, leave this one alone.
    pub further_in: usize,
}

impl Scope<'_, '_> {
    /// The same scope within more names.
    pub(super) fn with(&self, frames: Frames) -> Self {
        Self { frames, ..*self }
    }

    /// The same scope for what the next caller further in evaluates.
    pub(super) fn one_further_in(&self) -> Self {
        Self { frames: self.frames.clone(), further_in: self.further_in + 1, ..*self }
    }

    /// The same scope within one more name or loop.
    pub(super) fn within(&self, kind: FrameKind) -> Self {
        self.with(within(&self.frames, kind))
    }

    fn frames(&self) -> impl Iterator<Item = &FrameKind> {
        let mut next = self.frames.as_deref();
        std::iter::from_fn(move || {
            let frame = next?;
            next = frame.outer.as_deref();
            Some(&frame.kind)
        })
    }

    /// The value of a name that an expression around this one introduced.
    pub(super) fn local(&self, wanted: &str) -> Option<&Value> {
        self.frames().find_map(|frame| match frame {
            FrameKind::Local(name, value) => (**name == *wanted).then_some(value),
            FrameKind::Loop { .. } => None,
        })
    }

    /// The index of the loop of that name; without a name that of the innermost
    /// loop of a resource, else of any loop.
    pub(super) fn copy_index(&self, wanted: Option<&str>) -> Option<&Value> {
        let loops = || {
            self.frames().filter_map(|frame| match frame {
                FrameKind::Loop { name, index, of_resource } => Some((name, index, *of_resource)),
                FrameKind::Local(..) => None,
            })
        };
        let found = match wanted {
            Some(wanted) => loops().find(|(name, ..)| {
                name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
            }),
            None => loops().find(|(.., of_resource)| *of_resource).or_else(|| loops().next()),
        };
        found.map(|(_, index, _)| index)
    }
}
