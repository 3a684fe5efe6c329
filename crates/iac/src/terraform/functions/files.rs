//! Paths and files.
//!
//! Only files below the searched folders, the root module and the module of the
//! call are read.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use regex::Regex;

use super::{Arguments, CallContext, Function, Outcome, function, hashes};
use crate::{Kind, Part, Unknown, Value, Why, evaluate::set_of};

pub(super) const FUNCTIONS: &[Function] = &[
    function("abspath", (1, 1), abspath),
    function("basename", (1, 1), basename),
    function("dirname", (1, 1), dirname),
    function("file", (1, 1), file),
    function("filebase64", (1, 1), |arguments| {
        Ok(arguments.string(STANDARD.encode(content(arguments)?)))
    }),
    function("filebase64sha256", (1, 1), |arguments| of_content(arguments, hashes::base64sha256)),
    function("filebase64sha512", (1, 1), |arguments| of_content(arguments, hashes::base64sha512)),
    function("fileexists", (1, 1), fileexists),
    function("filemd5", (1, 1), |arguments| of_content(arguments, hashes::md5)),
    function("fileset", (2, 2), fileset),
    function("filesha1", (1, 1), |arguments| of_content(arguments, hashes::sha1)),
    function("filesha256", (1, 1), |arguments| of_content(arguments, hashes::sha256)),
    function("filesha512", (1, 1), |arguments| of_content(arguments, hashes::sha512)),
    function("pathexpand", (1, 1), pathexpand),
];

/// A path without `.` and `..` as far as that can be told from its text.
fn cleaned(path: &Utf8Path) -> Utf8PathBuf {
    let mut clean = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => match clean.components().next_back() {
                Some(Utf8Component::Normal(_)) => {
                    clean.pop();
                }
                Some(Utf8Component::RootDir | Utf8Component::Prefix(_)) => {}
                Some(Utf8Component::ParentDir | Utf8Component::CurDir) | None => clean.push(".."),
            },
            other => clean.push(other),
        }
    }
    clean
}

/// The path on the disk of a file that may be read; relative ones start from the
/// root module.
pub(crate) fn readable(context: &CallContext, path: &str) -> Result<Utf8PathBuf, Value> {
    let clean = cleaned(&context.root_folder.join(path));
    let upwards =
        |path: &Utf8Path| path.components().take_while(|c| *c == Utf8Component::ParentDir).count();
    let inside = context.readable.iter().chain([&context.root_folder]).any(|folder| {
        let folder = cleaned(folder);
        clean.starts_with(&folder) && upwards(&clean) == upwards(&folder)
    });
    if inside && !path.starts_with('~') {
        Ok(clean)
    } else {
        Err(Value::unknown(Why::Outside(format!("the file {path}")), context.span))
    }
}

fn located(arguments: &Arguments, path: &str) -> Result<Utf8PathBuf, Value> {
    readable(arguments.context, path)
}

fn content(arguments: &Arguments) -> Result<Vec<u8>, Value> {
    let text = arguments.text(0)?;
    let path = located(arguments, &text)?;
    arguments.context.files.read(&path).map_err(|error| {
        if arguments.context.files.is_file(&path) {
            return arguments.fail(format!("failed to read {text:?}: {error}"));
        }
        arguments.fail(format!("no file exists at {text:?}"))
    })
}

fn of_content(arguments: &Arguments, digest: fn(&[u8]) -> String) -> Outcome {
    Ok(arguments.string(digest(&content(arguments)?)))
}

fn file(arguments: &Arguments) -> Outcome {
    match String::from_utf8(content(arguments)?) {
        Ok(text) => Ok(arguments.string(text)),
        Err(_) => Err(arguments.fail("contents of the file are not valid UTF-8")),
    }
}

fn fileexists(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let path = located(arguments, &text)?;
    if arguments.context.files.is_folder(&path) {
        return Err(arguments.fail(format!("\"{text}\" is a directory, not a file")));
    }
    Ok(arguments.bool(arguments.context.files.is_file(&path)))
}

fn fileset(arguments: &Arguments) -> Outcome {
    let folder = located(arguments, &arguments.text(0)?)?;
    let CallContext { remembered, files, .. } = arguments.context;
    let pattern = arguments.text(1)?;
    let names = remembered
        .file_names(*files, (&folder, &pattern), || glob(&pattern))
        .ok_or_else(|| arguments.fail("failed to glob pattern: syntax error in pattern"))?;
    let names = names.iter().map(|name| arguments.string(Arc::clone(name)));
    Ok(set_of(names.collect(), arguments.span))
}

/// A pattern of file names: `*`, `**`, `?`, `[a-z]` and `{a,b}`.
fn glob(pattern: &str) -> Option<Regex> {
    let mut regex = String::from("^");
    let mut rest = pattern;
    let mut braces = 0usize;
    while let Some(letter) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("**/") {
            regex.push_str("(?:.*/)?");
            rest = behind;
            continue;
        }
        if let Some(behind) = rest.strip_prefix("**") {
            regex.push_str(".*");
            rest = behind;
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        match letter {
            '*' => regex.push_str("[^/]*"),
            '?' => regex.push_str("[^/]"),
            '{' => {
                braces += 1;
                regex.push_str("(?:");
            }
            '}' if braces > 0 => {
                braces -= 1;
                regex.push(')');
            }
            ',' if braces > 0 => regex.push('|'),
            '[' => {
                let (class, behind) = rest.split_once(']')?;
                regex.extend(["[", &class.replace('\\', "\\\\").replace('[', "\\["), "]"]);
                rest = behind;
            }
            '\\' => {
                let escaped = rest.chars().next()?;
                regex.push_str(&regex::escape(&escaped.to_string()));
                rest = &rest[escaped.len_utf8()..];
            }
            other => regex.push_str(&regex::escape(&other.to_string())),
        }
    }
    regex.push('$');
    Regex::new(&regex).ok()
}

/// Where the root module lies on the user's machine is not told, what is below is.
fn abspath(arguments: &Arguments) -> Outcome {
    let path = cleaned(&arguments.context.root_folder.join(arguments.text(0)?.as_ref()));
    if path.is_absolute() {
        return Ok(arguments.string(path.into_string()));
    }
    let below: Utf8PathBuf =
        path.components().skip_while(|part| *part == Utf8Component::ParentDir).collect();
    let mut parts = vec![Part::Unknown];
    if !below.as_str().is_empty() {
        parts.push(Part::Text(format!("/{below}").into()));
    }
    let why = Why::Function(arguments.name.to_owned());
    let unknown = Unknown { why, span: arguments.span, parts, not_null: true };
    Ok(Value::new(Kind::Unknown(unknown.into()), arguments.span))
}

fn basename(arguments: &Arguments) -> Outcome {
    if let Kind::Unknown(unknown) = &arguments.values[0].kind
        && let Some(Part::Text(end)) = unknown.parts.last()
        && let Some((_, name)) = end.rsplit_once('/')
        && !name.is_empty()
    {
        return Ok(arguments.string(name));
    }
    let text = arguments.text(0)?;
    let trimmed = text.trim_end_matches('/');
    let name = match (text.is_empty(), trimmed.is_empty()) {
        (true, _) => ".",
        (false, true) => "/",
        (false, false) => trimmed.rsplit('/').next().unwrap_or(trimmed),
    };
    Ok(arguments.string(name))
}

fn dirname(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    let Some((folder, _)) = text.rsplit_once('/') else { return Ok(arguments.string(".")) };
    let clean = cleaned(Utf8Path::new(if folder.is_empty() { "/" } else { folder }));
    Ok(arguments.string(if clean.as_str().is_empty() {
        ".".to_owned()
    } else {
        clean.into_string()
    }))
}

fn pathexpand(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    if text.starts_with('~') {
        return Ok(arguments.not_offline());
    }
    Ok(arguments.string(text))
}
