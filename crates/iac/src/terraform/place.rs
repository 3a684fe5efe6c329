//! Where a module stands among those of its root: what it declares and who calls it,
//! without instances.

use std::{
    cell::OnceCell,
    rc::{Rc, Weak},
};

use camino::Utf8Path;

use super::{
    declarations::{CallBlock, Declarations, ResourceBlock},
    lowering, order,
    scope::Run,
};
use crate::evaluate::Memo;

/// Modules within modules.
const NESTING: usize = 64;

/// A module as a path of calls leads to it.
pub(super) struct Place<'p> {
    /// What it declares; `None` if its code is not here.
    pub module: Option<&'p Declarations<'p>>,
    /// The names of the calls that lead here: `hub.subnets`.
    pub path: String,
    /// Who calls it, and owns it; the root has none.
    caller: Option<(Weak<Place<'p>>, &'p CallBlock<'p>)>,
    /// How many calls lead here.
    depth: usize,
    called: Memo<&'p str, Rc<Place<'p>>>,
    holds: OnceCell<bool>,
    pub edges: order::Known<'p>,
}

impl<'p> Place<'p> {
    pub(super) fn root(module: &'p Declarations<'p>) -> Rc<Self> {
        Self::new(Some(module), String::new(), None, 0)
    }

    fn new(
        module: Option<&'p Declarations<'p>>,
        path: String,
        caller: Option<(Weak<Self>, &'p CallBlock<'p>)>,
        depth: usize,
    ) -> Rc<Self> {
        Rc::new(Self {
            module,
            path,
            caller,
            depth,
            called: Memo::default(),
            holds: OnceCell::new(),
            edges: order::Known::default(),
        })
    }

    /// The calling module, which is there as long as its root is evaluated.
    pub(super) fn caller(&self) -> Option<(Rc<Self>, &'p CallBlock<'p>)> {
        let (caller, call) = self.caller.as_ref()?;
        Some((caller.upgrade()?, call))
    }

    /// The module that is called `name` here.
    pub(super) fn called(self: &Rc<Self>, run: &Run<'p>, name: &str) -> Option<Rc<Self>> {
        let (&name, call) = self.module?.calls.get_key_value(name)?;
        let make = || {
            let path = match &*self.path {
                "" => name.to_owned(),
                outer => format!("{outer}.{name}"),
            };
            let module = run.called(self, &path, call);
            Self::new(module, path, Some((Rc::downgrade(self), call)), self.depth + 1)
        };
        Some(self.called.get(name, make, make))
    }

    /// Whether a module in `folder` can be called from here: a module does not call what
    /// calls it.
    pub(super) fn may_call(&self, folder: &Utf8Path) -> bool {
        self.depth < NESTING && !self.is_within(folder)
    }

    /// Whether this is the module in `folder`, or called by it.
    fn is_within(&self, folder: &Utf8Path) -> bool {
        self.module.is_some_and(|module| module.folder == folder)
            || self.caller().is_some_and(|(caller, _)| caller.is_within(folder))
    }

    /// Whether something that is asked for may be declared here or in what is called, or
    /// code is missing that might declare it.
    pub(super) fn holds_asked_for(self: &Rc<Self>, run: &Run<'p>) -> bool {
        *self.holds.get_or_init(|| {
            let Some(module) = self.module else { return true };
            module.resources.values().any(|block| run.asks_for(block))
                || module.calls.keys().any(|name| {
                    self.called(run, name).is_some_and(|called| called.holds_asked_for(run))
                })
        })
    }
}

impl Run<'_> {
    /// Whether what a block declares is perhaps asked for.
    pub(super) fn asks_for(&self, block: &ResourceBlock<'_>) -> bool {
        let asked_for = self.start.and_then(|start| start.asked_for);
        asked_for.is_none_or(|asked_for| lowering::may_be(block, asked_for))
    }
}
