//! Messages as rustc would show them.
//!
//! In: messages and their source. Out: text with colours, which the stream drops where there is no terminal. It must never
//! change a word.

use activation_compiler::diagnostic::Level as Gravity;
use activation_compiler::explain::Message;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::arguments::Source;

/// All messages, and at the end what they amount to.
pub(crate) fn render(messages: &[Message], source: &Source) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for message in messages {
        text += &renderer.render(&[group(message, source)]);
        text += "\n\n";
    }
    let mistakes = match messages.iter().filter(|message| message.is_error()).count() {
        0 => return text.trim_end().to_owned() + "\n",
        1 => String::from("does not compile: one mistake"),
        errors => format!("does not compile: {errors} mistakes"),
    };
    text += &renderer.render(&[Group::with_title(Level::ERROR.primary_title(mistakes))]);
    if messages.iter().any(|message| message.code.is_some()) {
        text += "\n\nMore about each code is in docs/language.md, under \"Diagnostics\".";
    }
    text
}

fn group<'a>(message: &'a Message, source: &'a Source) -> Group<'a> {
    let level = match message.level {
        Gravity::Error => Level::ERROR,
        Gravity::Warning => Level::WARNING,
    };
    let mut title = level.primary_title(message.title.as_str());
    if let Some(code) = &message.code {
        title = title.id(code.as_str());
    }
    let snippet = Snippet::source(source.text.as_str()).path(source.origin.as_str());
    let place = AnnotationKind::Primary.span(message.bytes.clone());
    let notes = message.notes.iter().map(|note| Level::NOTE.message(note.as_str()));
    let help = message.help.iter().map(|help| Level::HELP.message(help.as_str()));
    title.element(snippet.annotation(place)).elements(notes.chain(help))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use activation_compiler::explain::explain;

    use super::*;

    fn plain(source: &Source) -> String {
        anstream::adapter::strip_str(&render(&explain(&source.text).messages, source)).to_string()
    }

    #[test]
    fn a_mistake_is_shown_in_place() {
        let source = Source { origin: String::from("formula"), text: String::from("relu: zero.max(0)") };
        let shown = plain(&source);
        let wanted = "\
error[A010]: unknown variable `zero`
 --> formula:1:7
  |
1 | relu: zero.max(0)
  |       ^^^^
";
        assert!(shown.starts_with(wanted), "{shown}");
        assert!(shown.contains("error: does not compile: one mistake"), "{shown}");
    }

    /// `A010 4:11` for each `error: [A010] …` and the ` --> ui/fail/…:4:11` after it.
    fn places_in_words_of_rustc(stderr: &str) -> Vec<String> {
        let mut code = None;
        let mut places = Vec::new();
        for line in stderr.lines() {
            if line.starts_with("error") || line.starts_with("warning") {
                code = line.strip_prefix("error: [").and_then(|rest| rest.split(']').next());
            } else if let (Some(known), Some((_, place))) = (code, line.split_once(".rs:")) {
                places.push(format!("{known} {place}"));
                code = None;
            }
        }
        places
    }

    /// The same for what is rendered here.
    fn places_in_ours(shown: &str) -> Vec<String> {
        let mut code = None;
        let mut places = Vec::new();
        for line in shown.lines() {
            if line.starts_with("error") || line.starts_with("warning") {
                code = line.strip_prefix("error[").and_then(|rest| rest.split(']').next());
            } else if let (Some(known), Some((_, place))) = (code, line.split_once("--> program:")) {
                places.push(format!("{known} {place}"));
                code = None;
            }
        }
        places
    }

    /// Every program that the tests of the workspace refuse.
    fn programs(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                programs(&path, into);
            } else if path.extension().is_some_and(|ending| ending == "rs") && path.with_extension("stderr").exists() {
                into.push(path);
            }
        }
    }

    #[test]
    fn every_mistake_is_shown_where_rustc_shows_it() {
        let mut paths = Vec::new();
        programs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/fail"), &mut paths);
        assert!(paths.len() > 100, "{}", paths.len());
        for path in paths {
            let text = fs::read_to_string(&path).expect("a program");
            let stderr = fs::read_to_string(path.with_extension("stderr")).expect("its words");
            // Here nobody expands macros, nor looks at what is around the definition.
            if text.contains("macro_rules!") || stderr.starts_with("error[E0") {
                continue;
            }
            let shown = plain(&Source { origin: String::from("program"), text });
            let (mut ours, mut theirs) = (places_in_ours(&shown), places_in_words_of_rustc(&stderr));
            ours.sort();
            theirs.sort();
            assert_eq!(ours, theirs, "{}:\n{shown}", path.display());
        }
    }
}
