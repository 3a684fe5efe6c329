//! What a template is deployed to: `resourceGroup()`, `subscription()` and the like.

use std::{collections::BTreeMap, slice, sync::Arc};

use nexthop_source::Span;

use super::{
    access,
    deployment::Evaluation,
    identity::{self, Segments, Wanted},
    template::{ModuleScope, TargetScope},
};
use crate::{
    Value, Why,
    evaluate::{self, known_prefix},
};

/// What a template is deployed to. Each level is an object as the function of that
/// name returns it, with at least `id` and `name`.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The innermost level.
    pub kind: TargetScope,
    /// `subscription()`: also where the kind has no subscription it may be asked for.
    pub subscription: Value,
    /// `resourceGroup()`, if there is one.
    pub group: Option<Value>,
    /// `managementGroup()`
    pub management_group: Value,
}

impl Evaluation<'_, '_> {
    /// What the template is deployed to.
    pub(crate) fn place(self) -> Place {
        self.deployment.place.get(
            (),
            || self.placed(),
            || unknown_place(self.deployment.target_scope(), self.deployment.span),
        )
    }

    fn placed(self) -> Place {
        let kind = self.deployment.target_scope();
        let span = self.deployment.span;
        let Some(caller) = &self.deployment.caller else { return unknown_place(kind, span) };
        let Some(outer) = caller.deployment() else { return unknown_place(kind, span) };
        let outer = Evaluation { run: self.run, deployment: &outer };
        let around = outer.place();
        match &caller.declaration.scope {
            ModuleScope::Same => around,
            ModuleScope::Expression(scope) => {
                let scope = outer.settled(&caller.frames, scope);
                self.run.place_of(&scope, kind, around)
            }
            ModuleScope::Named { subscription, resource_group } => {
                let text = |expression: &Option<_>| {
                    expression.as_ref().map(|one| outer.settled(&caller.frames, one))
                };
                let (subscription, group) = (text(subscription), text(resource_group));
                let declared = match (&subscription, &group) {
                    (None, Some(name)) => outer.declared_group(name, span),
                    _ => None,
                };
                let place = named_place(around, subscription, group, span);
                Place { group: declared.or(place.group), ..place }
            }
        }
    }
}

impl Evaluation<'_, '_> {
    /// The resource group of a name that the template deploys itself.
    fn declared_group(self, name: &Value, span: Span) -> Option<Value> {
        let kind = "Microsoft.Resources/resourceGroups";
        let wanted = Wanted { kind, names: slice::from_ref(name), spelling: None };
        Some(self.object(&self.declared(&wanted, None)?, span))
    }
}

/// A place of which nothing is known but what kind it is.
fn unknown_place(kind: TargetScope, span: Span) -> Place {
    let subscription = subscription(None, span);
    let group = match kind {
        TargetScope::ResourceGroup => Some(resource_group(&subscription, None, span)),
        TargetScope::Subscription | TargetScope::ManagementGroup | TargetScope::Tenant => None,
    };
    Place { kind, subscription, group, management_group: management_group(None, span) }
}

fn named_place(
    around: Place,
    subscription_id: Option<Value>,
    group: Option<Value>,
    span: Span,
) -> Place {
    let subscription = match subscription_id {
        Some(id) => subscription(Some(id), span),
        None => around.subscription.clone(),
    };
    match group {
        Some(name) => Place {
            kind: TargetScope::ResourceGroup,
            group: Some(resource_group(&subscription, Some(name), span)),
            subscription,
            ..around
        },
        None => Place { kind: TargetScope::Subscription, group: None, subscription, ..around },
    }
}

impl super::scope::Run<'_> {
    /// The place that a scope names, `kind` being what the template says of itself.
    fn place_of(&self, scope: &Value, kind: TargetScope, around: Place) -> Place {
        let id = match known_prefix(scope) {
            None => access::property(scope, "id", scope.span),
            Some(text) if text.starts_with('/') => scope.clone(),
            // `Microsoft.Management/managementGroups/corp`
            Some(_) => {
                evaluate::join([&Value::string("/providers/", scope.span), scope], scope.span)
            }
        };
        let segments = self.segments(&id);
        match segments.as_ref().map(Segments::scope) {
            Some(identity::Level::ResourceGroup { subscription: id, name }) => {
                let subscription = subscription(Some(id), scope.span);
                let group = match scope.via {
                    Some(_) => scope.clone(),
                    None => resource_group(&subscription, Some(name), scope.span),
                };
                let kind = TargetScope::ResourceGroup;
                Place { kind, subscription, group: Some(group), ..around }
            }
            Some(identity::Level::Subscription(id)) => Place {
                kind: TargetScope::Subscription,
                subscription: subscription(Some(id), scope.span),
                group: None,
                ..around
            },
            Some(identity::Level::ManagementGroup(name)) => Place {
                kind: TargetScope::ManagementGroup,
                management_group: management_group(Some(name), scope.span),
                group: None,
                ..around
            },
            Some(identity::Level::Tenant) => {
                Place { kind: TargetScope::Tenant, group: None, ..around }
            }
            Some(identity::Level::Resource) | None => {
                let group = around.group;
                let group = group.or_else(|| unknown_place(kind, scope.span).group);
                let unknown = unknown_place(kind, scope.span);
                Place { group: group.and(unknown.group), ..unknown }
            }
        }
    }
}

/// `subscription()`, or that of an id.
pub(super) fn subscription(id: Option<Value>, span: Span) -> Value {
    let subscription_id = id.unwrap_or_else(|| outside("subscription().subscriptionId", span));
    let full = text(&["/subscriptions/"], &[&subscription_id], span);
    let fields = [
        ("id", full),
        ("subscriptionId", subscription_id),
        ("displayName", outside("subscription().displayName", span)),
        ("tenantId", outside("subscription().tenantId", span)),
    ];
    object(fields, span)
}

/// `resourceGroup()`, or one of a name.
pub(super) fn resource_group(subscription: &Value, name: Option<Value>, span: Span) -> Value {
    let name = name.unwrap_or_else(|| outside("resourceGroup().name", span));
    let outer = access::property(subscription, "id", span);
    let id = text(&["", "/resourceGroups/"], &[&outer, &name], span);
    let fields = [
        ("id", id),
        ("name", name),
        ("type", Value::string("Microsoft.Resources/resourceGroups", span)),
        ("location", outside("resourceGroup().location", span)),
        ("tags", outside("resourceGroup().tags", span)),
        ("managedBy", outside("resourceGroup().managedBy", span)),
        ("properties", outside("resourceGroup().properties", span)),
    ];
    object(fields, span)
}

/// `managementGroup()`, or one of a name.
pub(super) fn management_group(name: Option<Value>, span: Span) -> Value {
    let name = name.unwrap_or_else(|| outside("managementGroup().name", span));
    let id = text(&["/providers/Microsoft.Management/managementGroups/"], &[&name], span);
    let fields = [
        ("id", id),
        ("name", name),
        ("type", Value::string("Microsoft.Management/managementGroups", span)),
        ("properties", outside("managementGroup().properties", span)),
    ];
    object(fields, span)
}

/// `tenant()`
pub(super) fn tenant(span: Span) -> Value {
    let fields = [
        ("id", Value::string("/", span)),
        ("tenantId", outside("tenant().tenantId", span)),
        ("displayName", outside("tenant().displayName", span)),
        ("countryCode", outside("tenant().countryCode", span)),
    ];
    object(fields, span)
}

/// A value that is told only where the template is deployed.
pub(super) fn outside(what: &str, span: Span) -> Value {
    evaluate::not_null(Value::unknown(Why::Outside(what.to_owned()), span))
}

fn object<const N: usize>(fields: [(&str, Value); N], span: Span) -> Value {
    let fields = fields.map(|(name, value)| (Arc::from(name), value));
    Value::object(BTreeMap::from(fields), span)
}

/// Text with a value behind each of its pieces.
fn text<const N: usize>(pieces: &[&str; N], values: &[&Value; N], span: Span) -> Value {
    let pieces = pieces.map(|piece| Value::string(piece, span));
    let all = pieces.iter().zip(values).flat_map(|(piece, value)| [piece, *value]);
    evaluate::join(all, span)
}
