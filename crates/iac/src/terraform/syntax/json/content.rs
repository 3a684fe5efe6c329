//! What the bodies of Terraform's own blocks hold: in JSON a block looks like an
//! attribute, so reading it needs to know.

/// What a body may hold, and how the text of its attributes is read.
pub(super) struct Content {
    pub blocks: &'static [BlockKind],
    /// Attributes whose text is an expression or a name, not a template.
    pub code: &'static [&'static str],
    /// Attributes whose text is that text.
    pub literal: &'static [&'static str],
    pub rest: Rest,
}

/// A block by name, how many labels it has and what is in it.
pub(super) type BlockKind = (&'static str, usize, &'static Content);

/// What a body may hold that is not listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing.
    Mistakes,
    Attributes,
    /// What a provider says: attributes and nested blocks.
    OfProvider,
}

/// A file.
pub(super) static FILE: Content = Content {
    blocks: &[
        ("action", 2, &ACTION),
        ("check", 1, &CHECK),
        ("data", 2, &RESOURCE),
        ("ephemeral", 2, &RESOURCE),
        ("import", 0, &MOVE),
        ("locals", 0, &PLAIN),
        ("module", 1, &MODULE),
        ("moved", 0, &MOVE),
        ("output", 1, &OUTPUT),
        ("provider", 1, &PROVIDER),
        ("removed", 0, &REMOVED),
        ("resource", 2, &RESOURCE),
        ("terraform", 0, &TERRAFORM),
        ("variable", 1, &VARIABLE),
    ],
    rest: Rest::Mistakes,
    ..PLAIN_CONTENT
};

const PLAIN_CONTENT: Content =
    Content { blocks: &[], code: &[], literal: &[], rest: Rest::Attributes };

static PLAIN: Content = PLAIN_CONTENT;

static TERRAFORM: Content = Content {
    blocks: &[
        ("backend", 1, &PLAIN),
        ("cloud", 0, &PLAIN),
        ("provider_meta", 1, &PLAIN),
        ("required_providers", 0, &PLAIN),
    ],
    ..PLAIN_CONTENT
};

static VARIABLE: Content = Content {
    blocks: &[("validation", 0, &PLAIN)],
    code: &["type"],
    literal: &["default", "description"],
    ..PLAIN_CONTENT
};

static OUTPUT: Content = Content {
    blocks: &[("precondition", 0, &PLAIN)],
    code: &["depends_on"],
    literal: &["description"],
    ..PLAIN_CONTENT
};

static MODULE: Content = Content {
    code: &["depends_on", "providers"],
    literal: &["source", "version"],
    ..PLAIN_CONTENT
};

static PROVIDER: Content =
    Content { literal: &["alias", "version"], rest: Rest::OfProvider, ..PLAIN_CONTENT };

static RESOURCE: Content = Content {
    blocks: &[
        ("connection", 0, &PLAIN),
        ("dynamic", 1, &DYNAMIC),
        ("lifecycle", 0, &LIFECYCLE),
        ("provisioner", 1, &PROVISIONER),
        ("timeouts", 0, &PLAIN),
    ],
    code: &["depends_on", "provider"],
    rest: Rest::OfProvider,
    ..PLAIN_CONTENT
};

static ACTION: Content = Content {
    blocks: &[("config", 0, &NESTED)],
    code: &["depends_on", "provider"],
    ..PLAIN_CONTENT
};

static CHECK: Content =
    Content { blocks: &[("assert", 0, &PLAIN), ("data", 2, &RESOURCE)], ..PLAIN_CONTENT };

static MOVE: Content = Content { code: &["from", "provider", "to"], ..PLAIN_CONTENT };

static REMOVED: Content = Content {
    blocks: &[
        ("connection", 0, &PLAIN),
        ("lifecycle", 0, &PLAIN),
        ("provisioner", 1, &PROVISIONER),
    ],
    code: &["from"],
    ..PLAIN_CONTENT
};

static LIFECYCLE: Content = Content {
    blocks: &[
        ("action_trigger", 0, &PLAIN),
        ("postcondition", 0, &PLAIN),
        ("precondition", 0, &PLAIN),
    ],
    code: &["ignore_changes", "replace_triggered_by"],
    ..PLAIN_CONTENT
};

static PROVISIONER: Content = Content {
    blocks: &[("connection", 0, &PLAIN)],
    code: &["on_failure", "when"],
    ..PLAIN_CONTENT
};

/// A block nested in a resource.
pub(super) static NESTED: Content =
    Content { blocks: &[("dynamic", 1, &DYNAMIC)], rest: Rest::OfProvider, ..PLAIN_CONTENT };

static DYNAMIC: Content =
    Content { blocks: &[("content", 0, &NESTED)], code: &["iterator"], ..PLAIN_CONTENT };
