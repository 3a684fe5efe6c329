//! Whatever a front end makes of a text, its evaluation ends with a value.

use std::{rc::Rc, sync::Arc};

use nexthop_source::{Sources, Span};
use proptest::prelude::*;

use crate::{
    Number,
    arm::{
        deployment::{Deployment, Evaluation},
        expression::{
            Access, BinaryOperator, Call, Entry, Expression, ExpressionKind, For, Item, Lambda,
            Repeat, RepeatOver, UnaryOperator,
        },
        functions::FAMILIES,
        scope::Run,
        template::{
            ModuleContent, ModuleDeclaration, ModuleScope, Output, Parameter, ParameterType,
            ResourceDeclaration, TargetScope, Template, UserFunction,
        },
    },
};

const NAMES: [&str; 4] = ["a", "b", "c", "properties"];
const OPERATORS: [BinaryOperator; 16] = [
    BinaryOperator::Add,
    BinaryOperator::Subtract,
    BinaryOperator::Multiply,
    BinaryOperator::Divide,
    BinaryOperator::Modulo,
    BinaryOperator::Less,
    BinaryOperator::LessOrEqual,
    BinaryOperator::Greater,
    BinaryOperator::GreaterOrEqual,
    BinaryOperator::Equal,
    BinaryOperator::NotEqual,
    BinaryOperator::EqualIgnoringCase,
    BinaryOperator::NotEqualIgnoringCase,
    BinaryOperator::And,
    BinaryOperator::Or,
    BinaryOperator::Coalesce,
];

fn span() -> Span {
    Span::new(Sources::default().add("main.bicep", String::new()), 0..0)
}

fn written(kind: ExpressionKind) -> Expression {
    Expression { kind, span: span() }
}

fn name() -> impl Strategy<Value = Arc<str>> {
    prop::sample::select(&NAMES[..]).prop_map(Arc::from)
}

fn function() -> impl Strategy<Value = Arc<str>> {
    let special = crate::arm::call::FAMILIES.iter().copied().flatten().map(|row| row.name);
    let names: Vec<&str> =
        FAMILIES.iter().copied().flatten().map(|row| row.name).chain(special).collect();
    prop::sample::select(names).prop_map(Arc::from)
}

fn leaf() -> impl Strategy<Value = Expression> {
    prop_oneof![
        Just(ExpressionKind::Null),
        any::<bool>().prop_map(ExpressionKind::Bool),
        (-3_i64..12).prop_map(|number| ExpressionKind::Number(Number::from(number))),
        prop::sample::select(
            &[
                "",
                "a",
                "b[0]",
                "10.0.0.0/16",
                "A.B/c",
                "/subscriptions/x/resourceGroups/y",
                "{0} {1:N2}",
                "2024-01-01T00:00:00Z",
                "P1D",
                "é😀",
            ][..]
        )
        .prop_map(|text| ExpressionKind::String(text.into())),
        name().prop_map(ExpressionKind::Parameter),
        name().prop_map(ExpressionKind::Variable),
        name().prop_map(ExpressionKind::Symbol),
        name().prop_map(ExpressionKind::Local),
    ]
    .prop_map(written)
}

fn access(inner: impl Strategy<Value = Expression> + Clone) -> impl Strategy<Value = Access> {
    let of_name = prop::sample::select(&["a", "id", "name", "outputs", "properties", "value"][..]);
    prop_oneof![
        (of_name, any::<bool>())
            .prop_map(|(name, safe)| Access::Property { name: name.into(), safe }),
        (inner, any::<bool>(), any::<bool>()).prop_map(|(index, safe, from_end)| {
            Access::Index { index: Box::new(index), safe, from_end }
        }),
    ]
}

fn repeat(inner: impl Strategy<Value = Expression>) -> impl Strategy<Value = Repeat> {
    (inner, any::<bool>(), prop::option::of(name()), prop::option::of(name())).prop_map(
        |(over, counted, item, index)| Repeat {
            over: if counted { RepeatOver::Count(over) } else { RepeatOver::Items(over) },
            name: index.clone(),
            item,
            index,
            span: span(),
        },
    )
}

fn expression() -> impl Strategy<Value = Expression> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        let some = prop::collection::vec(inner.clone(), 0..4);
        let pair = (inner.clone(), inner.clone());
        let item = (inner.clone(), any::<bool>());
        let entry = (inner.clone(), inner.clone(), any::<bool>());
        prop_oneof![
            some.clone().prop_map(ExpressionKind::Interpolation),
            prop::collection::vec(item.prop_map(|(value, spread)| Item { value, spread }), 0..3)
                .prop_map(ExpressionKind::Array),
            prop::collection::vec(
                entry.prop_map(|(key, value, spread)| if spread {
                    Entry::Spread(value)
                } else {
                    Entry::Property { key, value }
                }),
                0..3
            )
            .prop_map(ExpressionKind::Object),
            (function(), some).prop_map(|(name, arguments)| {
                ExpressionKind::Call(Call { namespace: None, name, arguments })
            }),
            (inner.clone(), access(inner.clone()))
                .prop_map(|(base, step)| ExpressionKind::Access(Box::new(base), step)),
            inner.clone().prop_map(|one| ExpressionKind::Unary(UnaryOperator::Not, Box::new(one))),
            inner
                .clone()
                .prop_map(|one| ExpressionKind::Unary(UnaryOperator::Negate, Box::new(one))),
            (prop::sample::select(&OPERATORS[..]), pair)
                .prop_map(|(operator, (a, b))| ExpressionKind::Binary(operator, Box::new([a, b]))),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| ExpressionKind::Conditional(Box::new([a, b, c]))),
            (prop::collection::vec(name(), 0..3), inner.clone()).prop_map(|(parameters, body)| {
                ExpressionKind::Lambda(Arc::new(Lambda { parameters, body }))
            }),
            (repeat(inner.clone()), prop::option::of(inner.clone()), inner).prop_map(
                |(repeat, condition, body)| {
                    ExpressionKind::For(Box::new(For { repeat, condition, body }))
                }
            ),
        ]
        .prop_map(written)
    })
}

fn resource() -> impl Strategy<Value = ResourceDeclaration> {
    let optional = || prop::option::of(expression());
    let parts = (expression(), expression(), optional(), optional(), optional());
    (name(), any::<bool>(), prop::option::of(repeat(expression())), parts).prop_map(
        |(symbol, existing, repeat, (name, body, condition, parent, scope))| ResourceDeclaration {
            symbol,
            resource_type: "A.B/c".into(),
            api_version: None,
            existing,
            repeat,
            condition,
            name,
            parent,
            scope,
            body,
            header: span(),
        },
    )
}

fn template(nested: Option<Template>) -> impl Strategy<Value = Template> {
    let parts = || prop::collection::vec((name(), expression()), 0..4);
    let resources = prop::collection::vec(resource(), 0..3);
    let call = (expression(), prop::option::of(expression()), any::<bool>());
    (parts(), parts(), parts(), parts(), resources, call).prop_map(
        move |(parameters, variables, outputs, functions, resources, call)| {
            let (argument, scope, outer_scope) = call;
            let module = nested.as_ref().map(|template| ModuleDeclaration {
                symbol: "b".into(),
                api_version: None,
                repeat: None,
                condition: None,
                name: Some(argument.clone()),
                scope: scope.map_or(ModuleScope::Same, ModuleScope::Expression),
                arguments: [("a".into(), argument)].into(),
                content: ModuleContent::Template(Arc::new(template.clone())),
                outer_scope,
                header: span(),
            });
            let parameter = |default| Parameter {
                parameter_type: ParameterType::Any,
                nullable: false,
                default: Some(default),
                span: span(),
            };
            let output = |value| Output { value, condition: None, span: span() };
            let function = |(name, body): (Arc<str>, Expression)| {
                let parameters = vec![Arc::clone(&name)];
                (("".into(), name), UserFunction { parameters, body, span: span() })
            };
            Template {
                target_scope: TargetScope::ResourceGroup,
                parameters: parameters
                    .into_iter()
                    .map(|(name, default)| (name, parameter(default)))
                    .collect(),
                variables: variables.into_iter().collect(),
                functions: functions.into_iter().map(function).collect(),
                resources,
                modules: module.into_iter().collect(),
                outputs: outputs.into_iter().map(|(name, value)| (name, output(value))).collect(),
                span: span(),
            }
        },
    )
}

/// Asks a deployment everything; how many values it has.
fn ask(evaluation: Evaluation<'_, '_>) -> usize {
    let Some(template) = evaluation.deployment.template else { return 0 };
    let mut values = Vec::new();
    values.extend(template.outputs.keys().filter_map(|name| evaluation.output(name)));
    for declaration in &template.resources {
        for instance in evaluation.instances(declaration).iter() {
            values.push(evaluation.full_name(instance));
            values.push(evaluation.body(instance));
            values.push(evaluation.id(instance, span()));
            values.extend(evaluation.parent_id(instance));
            values.extend(evaluation.named_parent(instance));
            values.extend(evaluation.scope_id_of(instance));
            evaluation.presence(instance);
        }
    }
    let mut count = values.len();
    for module in &template.modules {
        for nested in evaluation.nested(module).iter() {
            count += ask(Evaluation { run: evaluation.run, deployment: nested });
        }
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_template_is_evaluated_to_the_end(
        template in template(None).prop_flat_map(|inner| template(Some(inner)))
    ) {
        let outputs = template.outputs.len();
        prop_assert!(answers(template) >= outputs);
    }
}

/// A resource that is its own parent, or that of its parent, is what a typing mistake
/// makes.
#[test]
fn parents_in_a_circle_are_evaluated_to_the_end() {
    let symbol = |name: &str| written(ExpressionKind::Symbol(name.into()));
    let name = written(ExpressionKind::Parameter("name".into()));
    let resource = |own: &str, parent: &str| ResourceDeclaration {
        symbol: own.into(),
        resource_type: "A.B/c/d".into(),
        api_version: None,
        existing: false,
        repeat: None,
        condition: None,
        name: name.clone(),
        parent: Some(symbol(parent)),
        scope: Some(symbol(own)),
        body: written(ExpressionKind::Object(Vec::new())),
        header: span(),
    };
    let call = Call {
        namespace: None,
        name: "resourceId".into(),
        arguments: vec![
            written(ExpressionKind::String("A.B/c/d".into())),
            name.clone(),
            written(ExpressionKind::Access(
                Box::new(symbol("b")),
                Access::Property { name: "name".into(), safe: false },
            )),
        ],
    };
    let output =
        Output { value: written(ExpressionKind::Call(call)), condition: None, span: span() };
    let parameter = Parameter {
        parameter_type: ParameterType::String,
        nullable: false,
        default: None,
        span: span(),
    };
    let template = Template {
        target_scope: TargetScope::ResourceGroup,
        parameters: [("name".into(), parameter)].into(),
        variables: [].into(),
        functions: [].into(),
        resources: vec![resource("a", "b"), resource("b", "a"), resource("c", "c")],
        modules: Vec::new(),
        outputs: [("id".into(), output)].into(),
        span: span(),
    };
    assert!(answers(template) > 9);
}

/// How many answers there are, found where the stack is as large as it is for inputs.
fn answers(template: Template) -> usize {
    let evaluate = move || {
        let run = Run::default();
        let deployment = Rc::new(Deployment::root(&template, [].into()));
        ask(Evaluation { run: &run, deployment: &deployment })
    };
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(evaluate);
    thread.expect("a thread can be started").join().expect("nothing panics")
}
