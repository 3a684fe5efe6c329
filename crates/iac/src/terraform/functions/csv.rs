//! Comma-separated values.

use std::{collections::BTreeMap, sync::Arc};

use super::{Arguments, Outcome};
use crate::{ListKind, Value};

pub(super) fn decode(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let mut records = records(&text)
        .ok_or_else(|| arguments.fail("CSV parse error: a quote is out of place"))?
        .into_iter();
    let Some(header) = records.next() else {
        return Err(arguments.fail("missing header line"));
    };
    let names: Vec<Arc<str>> = header.into_iter().map(Into::into).collect();
    for (position, name) in names.iter().enumerate() {
        if names[..position].contains(name) {
            return Err(arguments.fail(format!("duplicate column name {name:?}")));
        }
    }
    let mut rows = Vec::new();
    for (line, record) in (2..).zip(records) {
        if record.len() != names.len() {
            let message = format!("CSV parse error on line {line}: wrong number of fields");
            return Err(arguments.fail(message));
        }
        let fields = record.into_iter().map(|field| arguments.string(field));
        let row: BTreeMap<_, _> = names.iter().cloned().zip(fields).collect();
        rows.push(Value::object(row, arguments.span));
    }
    Ok(arguments.list_of(ListKind::List, rows))
}

/// The fields of each line that is not empty; `None` if quotes are out of place.
fn records(text: &str) -> Option<Vec<Vec<String>>> {
    let text = text.replace("\r\n", "\n");
    let mut rest = text.as_str();
    let mut records = Vec::new();
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('\n') {
            rest = behind;
            continue;
        }
        let mut record = Vec::new();
        loop {
            let (field, behind) = field(rest)?;
            record.push(field);
            let Some(next) = behind.strip_prefix(',') else {
                rest = behind.strip_prefix('\n').unwrap_or(behind);
                break;
            };
            rest = next;
        }
        records.push(record);
    }
    Some(records)
}

/// The field at the start of `text`, and what is behind it.
fn field(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let end = text.find([',', '\n']).unwrap_or(text.len());
        let field = &text[..end];
        return (!field.contains('"')).then(|| (field.to_owned(), &text[end..]));
    };
    let mut field = String::new();
    loop {
        let (piece, behind) = rest.split_once('"')?;
        field.push_str(piece);
        match behind.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None if behind.is_empty() || behind.starts_with([',', '\n']) => {
                return Some((field, behind));
            }
            None => return None,
        }
    }
}
