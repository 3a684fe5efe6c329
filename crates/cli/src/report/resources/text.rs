//! Resources for people.

use nexthop_iac::{Kind, Number, Presence, Resource, Value};
use nexthop_source::Sources;

use crate::{
    console::printable,
    project::{Inputs, shown},
    report::{Paint, count, push, text::line_of},
};

/// Every resource of every input.
pub(crate) fn render(inputs: &Inputs, paint: Paint) -> String {
    let mut text = String::new();
    for project in &inputs.projects {
        let path = shown(&project.input.path);
        let number = count(project.resources.len(), "resource");
        let kind = project.input.kind.as_str();
        push(&mut text, format_args!("{} ({kind}, {number})\n\n", paint.bold(&printable(path))));
        for one in &project.resources {
            resource(&mut text, &inputs.sources, one, paint);
        }
        for module in &project.unread_modules {
            let place = line_of(&inputs.sources, module.span);
            push(
                &mut text,
                format_args!(
                    "{} {}\n    its source is not here: {}\n\n",
                    paint.bold(module.address.as_str()),
                    paint.dim(&format!("({place})")),
                    printable(&module.source)
                ),
            );
        }
    }
    text
}

fn resource(text: &mut String, sources: &Sources, one: &Resource, paint: Paint) {
    let place = line_of(sources, one.origin.declared);
    let kind = one.kind.as_ref().map_or("no Azure type", |kind| kind.as_str());
    let existing = if one.existing { ", existing" } else { "" };
    let remark = paint.dim(&format!("({kind}{existing}, {place})"));
    push(text, format_args!("{} {remark}\n", paint.bold(&printable(one.address.as_str()))));
    if let Presence::Maybe(why) = &one.presence {
        push(text, format_args!("    {} {why}\n", paint.yellow("perhaps:")));
    }
    for (name, value) in one.values.as_object().into_iter().flatten() {
        if !value.is_null() {
            let mut line = String::new();
            write_value(&mut line, value);
            push(text, format_args!("    {name} = {}\n", printable(&line)));
        }
    }
    text.push('\n');
}

/// The value on one line. What is unknown is its cause in angle brackets.
fn write_value(line: &mut String, value: &Value) {
    match &value.kind {
        Kind::Null => line.push_str("null"),
        Kind::Bool(value) => line.push_str(if *value { "true" } else { "false" }),
        Kind::Number(Number::Integer(value)) => line.push_str(&value.to_string()),
        Kind::Number(Number::Decimal(value)) => line.push_str(&value.to_string()),
        Kind::String(text) => push(line, format_args!("{text:?}")),
        Kind::List(_, items) => write_all(line, '[', items.iter(), ']', write_value),
        Kind::Object(_, entries) => {
            write_all(line, '{', entries.iter(), '}', |line, (name, value)| {
                push(line, format_args!("{name} = "));
                write_value(line, value);
            });
        }
        Kind::Reference(reference) => {
            push(line, format_args!("<{}.{}>", reference.target, reference.attribute));
        }
        Kind::Unknown(unknown) => push(line, format_args!("<{}>", unknown.why)),
    }
}

fn write_all<I: IntoIterator>(
    line: &mut String,
    open: char,
    items: I,
    close: char,
    write: impl Fn(&mut String, I::Item),
) {
    line.push(open);
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            line.push_str(", ");
        }
        write(line, item);
    }
    line.push(close);
}
