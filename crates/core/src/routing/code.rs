//! Stable names for what happens on a path.

/// What a step or a verdict says, as a name that scripts may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Nothing leads back to where the flow came from.
    NoReturnRoute,
    /// This kind of network is not simulated.
    NotModelled,
}

impl Code {
    /// Every code, for `nexthop explain --codes`.
    pub const ALL: &'static [Self] = &[Self::NoReturnRoute, Self::NotModelled];

    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoReturnRoute => "no-return-route",
            Self::NotModelled => "not-modelled",
        }
    }

    /// What it means, in a sentence.
    pub fn description(self) -> &'static str {
        match self {
            Self::NoReturnRoute => "the destination has no route back to the source",
            Self::NotModelled => "the network has a part that is not simulated",
        }
    }
}
