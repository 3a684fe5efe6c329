//! Override files, merged as Terraform merges them.
//!
//! <https://developer.hashicorp.com/terraform/language/files/override>

use super::syntax::{Attribute, Block, Body, ExpressionKind};

/// Merges an override file into the files it overrides. A block that overrides
/// nothing is kept as it is.
pub(super) fn apply(bodies: &mut Vec<Body>, overriding: Body) {
    let mut rest = Body { attributes: overriding.attributes, blocks: Vec::new() };
    for block in overriding.blocks {
        if &*block.kind.text == "locals" {
            rest.blocks.extend(override_locals(bodies, block));
            continue;
        }
        match bodies.iter_mut().flat_map(|body| &mut body.blocks).find(|base| same(base, &block)) {
            Some(base) => merge(&mut base.body, block.body),
            None => rest.blocks.push(block),
        }
    }
    if !rest.blocks.is_empty() || !rest.attributes.is_empty() {
        bodies.push(rest);
    }
}

/// Each local value is overridden by itself; gives back the new ones.
fn override_locals(bodies: &mut [Body], mut block: Block) -> Option<Block> {
    block.body.attributes.retain(|attribute| {
        let base = bodies
            .iter_mut()
            .flat_map(|body| &mut body.blocks)
            .filter(|base| &*base.kind.text == "locals")
            .flat_map(|base| &mut base.body.attributes)
            .find(|base| base.name.text == attribute.name.text);
        match base {
            Some(base) => {
                base.clone_from(attribute);
                false
            }
            None => true,
        }
    });
    (!block.body.attributes.is_empty()).then_some(block)
}

fn same(base: &Block, block: &Block) -> bool {
    let kind = &*block.kind.text;
    kind == &*base.kind.text
        && (!block.labels.is_empty() || kind == "terraform")
        && base
            .labels
            .iter()
            .map(|label| &label.text)
            .eq(block.labels.iter().map(|label| &label.text))
        && (kind != "provider" || alias(base) == alias(block))
}

fn alias(provider: &Block) -> Option<&str> {
    let alias =
        provider.body.attributes.iter().find(|attribute| &*attribute.name.text == "alias")?;
    match &alias.value.kind {
        ExpressionKind::String(alias) => Some(alias),
        _ => None,
    }
}

/// Attributes replace those of the same name, blocks all blocks of the same type;
/// the settings of `lifecycle` and the entries of `required_providers` are merged
/// one by one.
fn merge(base: &mut Body, overriding: Body) {
    for attribute in overriding.attributes {
        replace(&mut base.attributes, attribute);
    }
    let (single, replacing): (Vec<_>, Vec<_>) = overriding
        .blocks
        .into_iter()
        .partition(|block| matches!(&*block.kind.text, "lifecycle" | "required_providers"));
    base.blocks.retain(|old| replacing.iter().all(|new| nested_type(new) != nested_type(old)));
    base.blocks.extend(replacing);
    for block in single {
        match base.blocks.iter_mut().find(|old| old.kind.text == block.kind.text) {
            Some(old) => merge(&mut old.body, block.body),
            None => base.blocks.push(block),
        }
    }
}

fn replace(attributes: &mut Vec<Attribute>, new: Attribute) {
    match attributes.iter_mut().find(|old| old.name.text == new.name.text) {
        Some(old) => *old = new,
        None => attributes.push(new),
    }
}

/// The type of the blocks that a block is or, when `dynamic`, makes.
fn nested_type(block: &Block) -> &str {
    match block.labels.first() {
        Some(label) if &*block.kind.text == "dynamic" => &label.text,
        _ => &block.kind.text,
    }
}
