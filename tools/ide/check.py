#!/usr/bin/env python3
"""What an editor knows of `activation!`: hover, go to definition, completion, through rust-analyzer's language server.

In: rust-analyzer on the PATH (or in $RUST_ANALYZER). Out: a line for each question, and exit status 1 if an answer is not
the expected one. It must never write outside a temporary folder but for Cargo's target folder.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import queue

ROOT = pathlib.Path(__file__).resolve().parents[2]

MANIFEST = """[package]
name = "editor"
version = "0.1.0"
edition = "2024"

[dependencies]
activation-core = {{ path = "{root}/activation-core", default-features = false }}

[workspace]
"""

# FORMULA is what is being typed; | is where the question is asked.
SOURCE = """use activation_core::{{Activation, activation}};

activation! {{
    /// Smooth, with a dip below zero.
    pub leaky_mish(slope = 0.1): {formula}
}}

pub fn use_it() -> f64 {{
    let _ = LeakyMish::new(0.2);
    LeakyMish {{ slope: 0.2 }}.forward(1.0)
}}
"""

COMPLETE = "x * tanh(ln(1 + exp(x))) + slope * x;"

# Formulas that somebody has not finished.
HALF_TYPED = [
    "",
    "x",
    "x *",
    "x * ta",
    "x * tanh(",
    "x * tanh(x",
    "x.",
    "x.tanh().",
    "if",
    "if x > 0 <x",
    "if x > 0 <x> else",
    "slope * x =>",
    "slope * x => 1 +",
    "u where u",
    "u where u =",
    "(",
]


class Server:
    """A session over one file."""

    def __init__(self, folder):
        command = os.environ.get("RUST_ANALYZER", "rust-analyzer")
        self.process = subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, cwd=folder)
        self.uri = (folder / "src/lib.rs").as_uri()
        self.answers, self.quiet = queue.Queue(), threading.Event()
        self.diagnostics, self.number, self.version = [], 0, 0
        threading.Thread(target=self._read, daemon=True).start()
        self.ask("initialize", {
            "processId": os.getpid(),
            "rootUri": folder.as_uri(),
            "capabilities": {
                "experimental": {"serverStatusNotification": True},
                "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
            },
            "initializationOptions": {"checkOnSave": False, "procMacro": {"enable": True}},
        })
        self.tell("initialized", {})

    def _read(self):
        stream = self.process.stdout
        while True:
            length = 0
            while (line := stream.readline().strip()):
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if not length:
                return
            message = json.loads(stream.read(length))
            method = message.get("method")
            if method == "experimental/serverStatus":
                if message["params"].get("quiescent"):
                    self.quiet.set()
            elif method == "textDocument/publishDiagnostics":
                self.diagnostics = message["params"]["diagnostics"]
            elif method and "id" in message:
                self._send({"id": message["id"], "result": None})
            elif "id" in message:
                self.answers.put(message)

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self._send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            answer = self.answers.get(timeout=600)
            if answer["id"] == self.number:
                if answer.get("error", {}).get("code") in (-32801, -32802):  # the text changed: ask again
                    return self.ask(method, params)
                return answer.get("result")

    def show(self, text):
        """The text as it stands in the editor now."""
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        if self.version == 1:
            self.tell("textDocument/didOpen", {"textDocument": {**document, "languageId": "rust", "text": text}})
        else:
            self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        self.text = text

    def at(self, method, before, after=""):
        """Asks at the end of `before`, which stands before `after`."""
        head = self.text[: self.text.index(before + after) + len(before)]
        position = {"line": head.count("\n"), "character": len(head) - head.rfind("\n") - 1}
        return self.ask(method, {"textDocument": {"uri": self.uri}, "position": position})


def words(hover):
    return hover["contents"]["value"] if hover else ""


def landing(places, text):
    """The word that go-to-definition lands on."""
    for place in places or []:
        target = place.get("targetSelectionRange") or place.get("range")
        line = text.splitlines()[target["start"]["line"]]
        return line[target["start"]["character"]: target["end"]["character"]]
    return "nowhere"


def labels(completion):
    items = completion.get("items", []) if isinstance(completion, dict) else completion or []
    return {item["label"].split("(")[0].split(":")[0].strip() for item in items}


class Report:
    """What was asked and whether the answer is the expected one."""

    failed = False

    def line(self, question, good, answer=""):
        self.failed |= not good
        print(f"{'ok ' if good else 'NOT'} {question}" + (f": {answer}" if answer else ""))


def finished(server, report):
    """The questions about a formula that is complete."""
    server.show(SOURCE.format(formula=COMPLETE))
    hover = words(server.at("textDocument/hover", "let _ = Leaky", "Mish"))
    report.line("hover on the struct shows the author's own words", "Smooth, with a dip" in hover)
    report.line("hover on the struct shows the formula", "tanh" in hover)
    hover = words(server.at("textDocument/hover", "pub leaky", "_mish"))
    report.line("hover on the name in the macro shows the same", "Smooth, with a dip" in hover)
    hover = words(server.at("textDocument/hover", "slope * ", "x;"))
    print(f"    hover on x in the formula: {hover.splitlines()[:1]}")
    place = landing(server.at("textDocument/definition", "let _ = Leaky", "Mish"), server.text)
    report.line("go to definition of the struct lands on the name", place == "leaky_mish", place)
    place = landing(server.at("textDocument/definition", "LeakyMish { slo", "pe"), server.text)
    report.line("go to definition of a field lands on the parameter", place == "slope", place)
    found = labels(server.at("textDocument/completion", "slope: 0.2 }.", "forward"))
    methods = {"forward", "derivative", "forward_with_derivative", "second_derivative"}
    report.line("completion behind a value offers the methods", methods <= found, ", ".join(sorted(methods - found)))
    found = labels(server.at("textDocument/completion", "+ slo", "pe"))
    print(f"    completion inside the formula: {sorted(found)[:8]}")
    # Without the definition there is nothing to know: the answers above are not left over from before.
    server.show(SOURCE.format(formula=COMPLETE).replace("leaky_mish", "other"))
    report.line("another name takes the docs away", "Smooth" not in words(server.at("textDocument/hover", "let _ = Leaky", "Mish")))


def unfinished(server, report):
    """The questions while a formula is being typed."""
    for formula in HALF_TYPED:
        server.show(SOURCE.format(formula=formula))
        found = labels(server.at("textDocument/completion", "slope: 0.2 }.", "forward"))
        hover = words(server.at("textDocument/hover", "let _ = Leaky", "Mish"))
        place = landing(server.at("textDocument/definition", "let _ = Leaky", "Mish"), server.text)
        answers = {"completion": "forward" in found, "hover": "Smooth" in hover, "definition": place == "leaky_mish"}
        lost = [name for name, good in answers.items() if not good]
        report.line(f"half-typed `{formula}`", not lost, "lost: " + ", ".join(lost) if lost else "")


def main():
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "src").mkdir()
        (folder / "Cargo.toml").write_text(MANIFEST.format(root=ROOT))
        (folder / "Cargo.lock").write_text((ROOT / "Cargo.lock").read_text())
        (folder / "src/lib.rs").write_text(SOURCE.format(formula=COMPLETE))
        server = Server(folder)
        server.show(SOURCE.format(formula=COMPLETE))
        if not server.quiet.wait(600):
            sys.exit("rust-analyzer was not ready after ten minutes")
        finished(server, report)
        unfinished(server, report)
        server.ask("shutdown", None)
        server.tell("exit", None)
        server.process.wait(30)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
