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
    let errors = messages.iter().filter(|message| message.is_error()).count();
    if errors > 0 {
        let title = match errors {
            1 => String::from("one mistake; nothing was compiled"),
            _ => format!("{errors} mistakes; nothing was compiled"),
        };
        let mut end = Group::with_title(Level::ERROR.primary_title(title));
        if messages.iter().any(|message| message.code.is_some()) {
            end = end.element(Level::HELP.message("docs/language.md tells more about each code"));
        }
        text += &renderer.render(&[end]);
    } else {
        text.truncate(text.trim_end().len());
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
