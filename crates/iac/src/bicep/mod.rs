//! Bicep.

#[expect(dead_code, reason = "the lowering to deployments comes next")]
mod syntax;
